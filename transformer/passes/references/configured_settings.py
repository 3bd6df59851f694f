"""Settings that a script configures by itself get the users app and the model.

What it does: looks at `settings.configure(...)`, with which test runners and scripts do without a
settings module.

Why it breaks: the script goes on with `auth.User`, while the code it runs speaks of the new model:
migrations, fixtures and `settings.AUTH_USER_MODEL` do not fit together.

What is edited: a list of apps that is written out in the call gets the users app, and the call
`AUTH_USER_MODEL`.

What is reported: a call whose list of apps is not written out.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string
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

                settings.configure(INSTALLED_APPS=["django.contrib.auth"] + APPS)
                """,
            reports=("US367",),
        ),
        Example(
            title="without auth, or with a user model",
            path="runtests.py",
            before="""\
                from django.conf import settings

                settings.configure(INSTALLED_APPS=["django.contrib.contenttypes"], DEBUG=True)
                settings.configure(
                    INSTALLED_APPS=["django.contrib.auth", "people"], AUTH_USER_MODEL="people.User"
                )
                """,
        ),
    ),
)


@rule.on(ast.Call, words=("configure",))
def configure(call: ast.Call, file: File) -> None:
    if not file.means(call.func, "django.conf.settings.configure"):
        return
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    apps, module = given.get("INSTALLED_APPS"), file.options.app_module
    if apps is None or "AUTH_USER_MODEL" in given:
        return
    if not isinstance(apps, ast.List | ast.Tuple):
        model = f"AUTH_USER_MODEL={file.quoted(file.options.user_model)}"
        message = "This configures settings with apps that are not written out here."
        file.report(rule, call, message, f"Add {file.quoted(module)} to them, and `{model}` here.")
        return
    texts = [string(each) or "" for each in apps.elts]
    if "django.contrib.auth" not in texts or file.ignored(call, rule):
        return
    try:
        _edit(call, apps, module not in texts, file)
    except Uneditable:
        file.report(rule, call, "This configures settings without the users app.", "Add it.")


def _edit(call: ast.Call, apps: ast.List | ast.Tuple, missing: bool, file: File) -> None:
    quote = file.text.quote_of(apps)
    values = elements_in(file.text, call)
    at = next(n for n, keyword in enumerate(call.keywords) if keyword.value is apps)
    values.insert(
        len(call.args) + at + 1, f"AUTH_USER_MODEL={quote}{file.options.user_model}{quote}"
    )
    if missing:
        listed = elements_in(file.text, apps)
        listed.append(f"{quote}{file.options.app_module}{quote}")
        file.edit(rule, listed)
    file.edit(rule, values)
