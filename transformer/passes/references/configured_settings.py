"""Settings that a script configures by itself get the users app and the model.

What it does: looks at `settings.configure(...)`, with which test runners and scripts do without a
settings module.

Why it breaks: the script goes on with `auth.User`, while the code it runs speaks of the new model:
migrations, fixtures and `settings.AUTH_USER_MODEL` do not fit together.

What is edited: a list of apps that is written out in the call, or in a dictionary or a name of the
same file that the call takes, gets the users app, and the settings beside it `AUTH_USER_MODEL`.

What is reported: a call whose list of apps is not written out; a `review` for settings with a user
model of their own, for tests, which stay as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.file import File, string
from transformer.codemod.literals import bound_values
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.formats.python.lists import Uneditable, elements_in

rule = Rule(
    __name__,
    "US367",
    "settings-configured-by-script",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/settings/#using-settings-without-setting-django-settings-module",
    examples=(
        diff(
            """\
                  from django.conf import settings

                  settings.configure(
                      SECRET_KEY="x",
                -     INSTALLED_APPS=["django.contrib.auth", "blog"],
                +     INSTALLED_APPS=["django.contrib.auth", "blog", "users"],
                +     AUTH_USER_MODEL="users.User",
                  )
                """,
            path="runtests.py",
        ),
        Example(
            title="apps that come from elsewhere",
            path="runtests.py",
            before="""\
                from blog.testing import APPS
                from django.conf import settings

                settings.configure(INSTALLED_APPS=APPS, AUTHENTICATION_BACKENDS=["blog.auth.Own"])
                """,
            reports=("US367",),
        ),
        diff(
            """\
                  from django.conf import settings

                - APPS = ("django.contrib.auth", "blog")
                + APPS = ("django.contrib.auth", "blog", "users")
                  DEFAULTS = {
                      "INSTALLED_APPS": APPS,
                +     "AUTH_USER_MODEL": "users.User",
                      "SECRET_KEY": "x",
                  }
                  if not settings.configured:
                      settings.configure(**DEFAULTS)
                """,
            title="a dictionary that the call takes apart",
            path="runtests.py",
        ),
        Example(
            title="settings that come from elsewhere",
            path="runtests.py",
            before="""\
                from blog.testing import get_settings
                from django.conf import settings

                settings.configure(**get_settings("django.contrib.auth"))
                """,
            reports=("US367",),
        ),
        Example(
            title="without auth, or with the user model",
            path="runtests.py",
            before="""\
                from django.conf import settings

                settings.configure(INSTALLED_APPS=["django.contrib.contenttypes"], DEBUG=True)
                settings.configure(
                    INSTALLED_APPS=["django.contrib.auth", "users"], AUTH_USER_MODEL="users.User"
                )
                """,
        ),
        Example(
            title="with a user model of its own",
            path="runtests.py",
            before="""\
                from django.conf import settings

                settings.configure(
                    INSTALLED_APPS=["django.contrib.auth", "people"], AUTH_USER_MODEL="people.User"
                )
                """,
            reports=("US367",),
        ),
    ),
)


@rule.on(ast.Call, words=("configure",))
def configure(call: ast.Call, file: File) -> None:
    if not file.means(call.func, "django.conf.settings.configure"):
        return
    options = file.options
    given: dict[str, tuple[ast.Call | ast.Dict, int, ast.expr]] = {}
    for holder in _holders(call, file):
        given |= {name: (holder, at, value) for name, at, value in _settings(holder)}
    if "AUTH_USER_MODEL" in given:
        _say_own_model(given["AUTH_USER_MODEL"][2], file)
        return
    model = f"AUTH_USER_MODEL={file.quoted(options.user_model)}"
    if "INSTALLED_APPS" not in given:
        if any(word.arg is None and not list(_written(word.value, file)) for word in call.keywords):
            message = "This configures settings that are not written out here."
            remedy = f"Have them hold {file.quoted(options.app_module)} and `{model}`."
            file.report(rule, call, message, remedy)
        return
    holder, at, apps = given["INSTALLED_APPS"]
    lists = list(_lists(apps, file))
    texts = [string(each) or "" for one in lists for each in one.elts]
    if "django.contrib.auth" not in texts:
        if not isinstance(apps, ast.List | ast.Tuple):
            message = "This configures settings with apps that are not written out here."
            remedy = f"Add {file.quoted(options.app_module)} to them, and `{model}` here."
            file.report(rule, call, message, remedy)
        return
    if file.ignored(call, rule):
        return
    listed = next(one for one in lists if "django.contrib.auth" in map(string, one.elts))
    try:
        if options.app_module not in texts and not _is_edited(listed, file):
            apps_list = elements_in(file.text, listed)
            apps_list.append(file.text.quote_of(listed) + options.app_module + apps_list.quote(0))
            file.edit(rule, apps_list)
        if not _is_edited(holder, file, apart_from=listed):
            _name_model(holder, at, file)
    except Uneditable:
        file.report(rule, call, "This configures settings without the users app.", "Add it.")


def _holders(call: ast.Call, file: File) -> Iterator[ast.Call | ast.Dict]:
    """What writes settings out: the dictionaries that the call takes apart, and the call itself."""
    for keyword in call.keywords:
        if keyword.arg is None:
            yield from _written(keyword.value, file)
    yield call


def _written(node: ast.AST, file: File) -> Iterator[ast.Call | ast.Dict]:
    match node:
        case ast.Dict() | ast.Call(func=ast.Name(id="dict")):
            yield node
        case ast.Name():
            for bound in bound_values(file, node):
                yield from _written(bound, file)


def _settings(holder: ast.Call | ast.Dict) -> Iterator[tuple[str, int, ast.expr]]:
    """Name, place among the elements, and value of each setting."""
    if isinstance(holder, ast.Dict):
        for at, (key, value) in enumerate(zip(holder.keys, holder.values, strict=True)):
            yield string(key) or "", at, value
        return
    for at, keyword in enumerate(holder.keywords, len(holder.args)):
        yield keyword.arg or "", at, keyword.value


def _lists(node: ast.AST, file: File) -> Iterator[ast.List | ast.Tuple]:
    """The lists that are written out and make up the list of apps."""
    match node:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            yield node
            for part in parts:
                if isinstance(part, ast.Starred):
                    yield from _lists(part.value, file)
        case ast.BinOp(left, ast.Add(), right):
            yield from _lists(left, file)
            yield from _lists(right, file)
        case ast.Call(ast.Name("list" | "tuple"), [value]):
            yield from _lists(value, file)
        case ast.Name():
            for bound in bound_values(file, node):
                yield from _lists(bound, file)


def _is_edited(node: ast.expr, file: File, apart_from: ast.expr | None = None) -> bool:
    """Whether the rule has changed it for another call, but for the list of apps in it."""
    start, end = file.text.start(node), file.text.end(node)
    inner = range(0)
    if apart_from is not None:
        inner = range(file.text.start(apart_from), file.text.end(apart_from) + 1)
    return any(start <= at <= end and at not in inner for at in file.edited_by(rule))


def _name_model(holder: ast.Call | ast.Dict, at: int, file: File) -> None:
    """Write the model behind the list of apps."""
    values, model = elements_in(file.text, holder), file.quoted(file.options.user_model)
    if isinstance(holder, ast.Dict):
        values.insert(at + 1, f"{file.quoted('AUTH_USER_MODEL')}: {model}")
    else:
        values.insert(at + 1, f"AUTH_USER_MODEL={model}")
    file.edit(rule, values)


def _say_own_model(value: ast.expr, file: File) -> None:
    model = string(value) or ""
    if "." in model and model.lower() not in ("auth.user", file.options.user_model.lower()):
        file.report(
            rule,
            value,
            f"These settings have a user model of their own, {model}, and stay as they are.",
            "Run the script after the migration.",
            Level.REVIEW,
        )
