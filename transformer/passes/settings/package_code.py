"""Code of an installed package that works with `auth.User` when it runs.

What it does: reads the modules of installed apps, and of the backends and middleware that the
settings name, as text.

Why it breaks: a login backend that asks `User.objects` of `auth.User` raises AttributeError at
the first login after the swap. No check of Django looks into functions.

What is edited: nothing; the package's files are not the project's.

What is reported: package, file and line of the first such use in each module. A package that falls
back to `auth.User` where there is no `get_user_model` is not meant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.settings.variants import SettingsModules
from transformer.project.hard_coded import user_names
from transformer.project.third_party import InstalledApp, named_packages, third_party_apps

_PACKAGES = ".venv/lib/python3.12/site-packages"
_FILES = {
    ".venv/pyvenv.cfg": "",
    f"{_PACKAGES}/django-5.2.dist-info/METADATA": "",
    f"{_PACKAGES}/ldap_login-2.0.dist-info/RECORD": "ldap_login/backends.py,,\n",
    f"{_PACKAGES}/ldap_login/__init__.py": "",
}

rule = Rule(
    __name__,
    "US106",
    "package-code-on-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#reusable-apps-and-auth-user-model",
    examples=(
        Example(
            title="a login backend",
            path="mysite/settings.py",
            files={
                **_FILES,
                f"{_PACKAGES}/ldap_login/backends.py": """\
                    from django.contrib.auth.models import User


                    class Backend:
                        def get_user(self, pk):
                            return User.objects.get(pk=pk)
                    """,
            },
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "users"]
                AUTHENTICATION_BACKENDS = ["ldap_login.backends.Backend"]
                AUTH_USER_MODEL = "users.User"
                """,
            reports=("US106",),
        ),
        Example(
            title="one that asks for the user model",
            path="mysite/settings.py",
            files={
                **_FILES,
                f"{_PACKAGES}/ldap_login/backends.py": """\
                    from django.contrib.auth import get_user_model


                    class Backend:
                        def get_user(self, pk):
                            return get_user_model().objects.get(pk=pk)
                    """,
            },
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "users"]
                AUTHENTICATION_BACKENDS = ["ldap_login.backends.Backend"]
                AUTH_USER_MODEL = "users.User"
                """,
        ),
    ),
)

# Settings that name code by its dotted path.
_SETTINGS = ("AUTHENTICATION_BACKENDS", "MIDDLEWARE", "MIDDLEWARE_CLASSES", "SOCIAL_AUTH_PIPELINE")
_NOT_RUN = frozenset(
    ["migrations", "models", "models.py", "tests", "test", "testing", "conftest.py", "tests.py"]
)


@rule.on(SettingsModules)
def installed_code(settings: SettingsModules) -> None:
    named = {
        dotted
        for one in settings.draft.evaluations
        for name in _SETTINGS
        for dotted in one.texts(name)
    }
    apps = (*third_party_apps(settings.project), *named_packages(settings.project, named))
    for app in dict.fromkeys(apps):
        for path, line in _uses(app):
            settings.report(
                rule,
                "",
                f"{app.distribution} works with auth.User when it runs: {app.relative(path)}, line "
                f"{line}.",
                "Update the package, or put code of your own in its place where this code is used.",
            )


def _uses(app: InstalledApp) -> Iterator[tuple[Path, int]]:
    """The first use of the auth user inside a function, in each module that has one."""
    for path, tree in app.parsed("**/*.py", b"django.contrib.auth.models", b"User"):
        inside = path.relative_to(app.folder).parts
        if _NOT_RUN.intersection(inside) or path.name.startswith("test_"):
            continue
        names = user_names(tree)
        lines = [
            node.lineno
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in names
        ]
        if lines:
            yield path, min(lines)
