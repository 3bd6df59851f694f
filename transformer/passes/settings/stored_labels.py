"""An installed package keeps the label of the user model outside the tables of Django.

What it does: looks the installed apps up in what is known of packages.

Why it breaks: adoption moves the content type with everything that refers to it. A search index, an
audit log or a dashboard that stores `auth.user` as text is not among these: what it holds of users
is found no longer, or twice.

What is edited: nothing.

What is reported: the package, and the command that makes its data anew.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.settings.variants import SettingsModules
from transformer.project.known_packages import known_packages

rule = Rule(
    __name__,
    "US107",
    "label-stored-by-package",
    Level.TODO,
    link="https://django-haystack.readthedocs.io/en/stable/management_commands.html#rebuild-index",
    examples=(
        Example(
            title="a search index",
            path="mysite/settings.py",
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "haystack", "users"]
                AUTH_USER_MODEL = "users.User"
                """,
            reports=("US107",),
        ),
        Example(
            title="a package that keeps the content type",
            path="mysite/settings.py",
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "reversion", "users"]
                AUTH_USER_MODEL = "users.User"
                """,
        ),
    ),
)


@rule.on(SettingsModules)
def report(settings: SettingsModules) -> None:
    entries = {entry for apps in settings.project.installed_apps for entry in apps}
    installed = {entry.partition(".")[0] for entry in entries}
    for package in known_packages().values():
        if package.app in installed:
            for each in package.stored:
                settings.report(rule, "", each["message"], each["remedy"])
