"""Code of an installed package that works with `auth.User` when it runs.

What it does: reads the modules of installed apps, and of the backends and middleware that the
settings name, as text.

Why it breaks: a login backend that asks `User.objects` of `auth.User` raises AttributeError at
the first login after the swap. A receiver of `sender=User` is never called again, and only for
superusers is `has_perm("auth.change_user")` still True. No check of Django looks there.

What is edited: nothing; the package's files are not the project's.

What is reported: package, file and line of the first such use in each module. A package that falls
back to `auth.User` where there is no `get_user_model` is not meant.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from pathlib import Path

from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.settings.variants import SettingsModules
from transformer.project.hard_coded import user_names
from transformer.project.third_party import InstalledApp, named_packages, third_party_apps
from transformer.spellings import permission

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
            title="a receiver and a permission",
            path="mysite/settings.py",
            files={
                **_FILES,
                f"{_PACKAGES}/ldap_login/signals.py": """\
                    from django.contrib.auth.models import Group, User
                    from django.db.models.signals import post_save

                    post_save.connect(print, sender=Group)
                    post_save.connect(print, sender=User)
                    """,
                f"{_PACKAGES}/ldap_login/utils.py": """\
                    def may_log_in(user):
                        return user.has_perm("auth.change_user")
                    """,
            },
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "ldap_login", "users"]
                AUTH_USER_MODEL = "users.User"
                """,
            reports=("US106", "US106"),
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
        for path, line, what in (*_uses(app), *_permissions(app)):
            settings.report(
                rule,
                "",
                f"{app.distribution} {what}: {app.relative(path)}, line {line}.",
                "Update the package, or put code of your own in its place where this code is used.",
            )


def _uses(app: InstalledApp) -> Iterator[tuple[Path, int, str]]:
    """The first use of the auth user in each module that has one: in a function, as a sender."""
    for path, tree in app.parsed("**/*.py", b"django.contrib.auth.models", b"User"):
        if not _is_run(app, path):
            continue
        names = user_names(tree)
        lines = [
            node.lineno
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute) and _is_named(node.value, names)
        ]
        senders = [
            node.value.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword)
            and node.arg == "sender"
            and _is_named(node.value, names)
        ]
        if lines:
            yield path, min(lines), "works with auth.User when it runs"
        if senders:
            what = "listens to signals of auth.User, which sends none any more"
            yield path, min(senders), what


def _permissions(app: InstalledApp) -> Iterator[tuple[Path, int, str]]:
    """The first permission of the user that each module asks for by its code."""
    for path, tree in app.parsed("**/*.py", b"auth.", b"_user"):
        lines = [
            node.lineno
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and permission.speaks_of_permissions(last_name(call.func))
            for node in ast.walk(call)
            if isinstance(node, ast.Constant)
            and permission.codename_in_auth(str(node.value)) in permission.DEFAULT_CODENAMES
        ]
        if lines and _is_run(app, path):
            what = "asks for a permission of the user by its old label `auth`"
            yield path, min(lines), what


def _is_run(app: InstalledApp, path: Path) -> bool:
    inside = path.relative_to(app.folder).parts
    return not _NOT_RUN.intersection(inside) and not path.name.startswith("test_")


def _is_named(node: ast.expr, names: Container[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names
