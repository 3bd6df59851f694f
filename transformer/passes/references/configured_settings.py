"""Settings that a script configures by itself get the users app and the model.

What it does: looks at `settings.configure(...)`, with which test runners and scripts do without a
settings module, and at tests that put another `INSTALLED_APPS` in the place of the settings'.

Why it breaks: the script goes on with `auth.User`, while the code it runs speaks of the new model:
migrations, fixtures and `settings.AUTH_USER_MODEL` do not fit together.

What is edited: a list of apps that is written out in the call, or in a dictionary or a name of the
same file that the call takes, gets the users app, and the settings beside it `AUTH_USER_MODEL`.

What is reported: a call whose list of apps is not written out; a `review` for settings with a user
model of their own, for tests, which stay as they are.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.formats.python.lists import Uneditable, elements_in
from transformer.passes.references.written_settings import (
    holders,
    lists_of_apps,
    settings_in,
    written_out,
)

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
        diff(
            """\
                  from django.conf import settings


                  class Runner:
                -     APPS = ["django.contrib.auth", "blog"]
                +     APPS = ["django.contrib.auth", "blog", "users"]

                      def run(self):
                -         settings.configure(INSTALLED_APPS=self.APPS)
                +         settings.configure(INSTALLED_APPS=self.APPS, AUTH_USER_MODEL="users.User")
                """,
            title="apps that a class has",
            path="runtests.py",
        ),
        diff(
            """\
                  from django.test import TestCase, override_settings


                - @override_settings(INSTALLED_APPS=["django.contrib.auth", "blog"])
                + @override_settings(INSTALLED_APPS=["django.contrib.auth", "blog", "users"])
                  class BlogTest(TestCase):
                      def test_apps(self, settings):
                -         settings.INSTALLED_APPS = ["django.contrib.auth"]
                +         settings.INSTALLED_APPS = ["django.contrib.auth", "users"]
                          with self.settings(INSTALLED_APPS=["blog"], DEBUG=True):
                              pass
                          with self.settings(
                              INSTALLED_APPS=["django.contrib.auth"], AUTH_USER_MODEL="blog.User"
                          ):
                              pass
                """,
            title="apps for a test",
            path="blog/tests.py",
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
    for holder in holders(call, file):
        given |= {name: (holder, at, value) for name, at, value in settings_in(holder)}
    if "AUTH_USER_MODEL" in given:
        _say_own_model(given["AUTH_USER_MODEL"][2], file)
        return
    model = f"AUTH_USER_MODEL={file.quoted(options.user_model)}"
    if "INSTALLED_APPS" not in given:
        if any(
            word.arg is None and not list(written_out(word.value, file)) for word in call.keywords
        ):
            message = "This configures settings that are not written out here."
            remedy = f"Have them hold {file.quoted(options.app_module)} and `{model}`."
            file.report(rule, call, message, remedy)
        return
    holder, at, apps = given["INSTALLED_APPS"]
    lists = list(lists_of_apps(apps, file))
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
        if options.app_module not in texts:
            _install(listed, file)
        if not _is_edited(holder, file, apart_from=listed):
            _name_model(holder, at, file)
    except Uneditable:
        file.report(rule, call, "This configures settings without the users app.", "Add it.")


@rule.on(ast.Call, words=("INSTALLED_APPS", "set_installed_apps"))
def override(call: ast.Call, file: File) -> None:
    """``@override_settings(INSTALLED_APPS=[…])``, ``apps.set_installed_apps([…])``."""
    name = last_name(call.func)
    if name in ("override_settings", "settings"):
        given = {word.arg: word.value for word in call.keywords}
        if "INSTALLED_APPS" in given and "AUTH_USER_MODEL" not in given:
            _replaced(given["INSTALLED_APPS"], file)
    elif name == "set_installed_apps" and call.args:
        _replaced(call.args[0], file)


@rule.on(ast.Assign, words=("INSTALLED_APPS",))
def assigned(node: ast.Assign, file: File) -> None:
    """``settings.INSTALLED_APPS = […]``, as in tests."""
    for target in node.targets:
        if isinstance(target, ast.Attribute) and target.attr == "INSTALLED_APPS":
            _replaced(node.value, file)


def _replaced(apps: ast.expr, file: File) -> None:
    """A list of apps that stands in for that of the settings, whose model it has to have."""
    lists = list(lists_of_apps(apps, file))
    texts = [string(each) or "" for one in lists for each in one.elts]
    if "django.contrib.auth" not in texts or file.options.app_module in texts:
        return
    listed = next(one for one in lists if "django.contrib.auth" in map(string, one.elts))
    if file.path in {module.path for module in file.project.settings} or file.ignored(listed, rule):
        return
    try:
        _install(listed, file)
    except Uneditable:
        file.report(rule, apps, "These apps stand without the users app.", "Add it.")


def _install(listed: ast.List | ast.Tuple, file: File) -> None:
    """Write the users app into a list of apps. Raises Uneditable."""
    if not _is_edited(listed, file):
        apps = elements_in(file.text, listed)
        apps.append(file.text.quote_of(listed) + file.options.app_module + apps.quote(0))
        file.edit(rule, apps)


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
