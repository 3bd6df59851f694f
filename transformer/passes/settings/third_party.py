"""An installed package that is tied to `auth.User` by itself.

What it does: reads the models and the migrations of installed third-party apps in the project's
virtual environment, as text. Without an environment nothing is said.

Why it breaks: a model with a relation to `auth.User`, or derived from it, stops Django from
starting once the user model is swapped (`fields.E301`). A migration that names it is harmless to
existing databases and to those that the `bridge` adopts; on a fresh PostgreSQL database it needs
the users app's first migration to run before it.

What is edited: nothing.

What is reported: each place in a model is a `blocker`, with package, version, file and line.
Migrations are a `note`, one for each package.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.settings.variants import SettingsModules
from transformer.project.hard_coded import hard_coded_users

_PACKAGES = ".venv/lib/python3.12/site-packages"

rule = Rule(
    __name__,
    "US104",
    "package-tied-to-auth-user",
    Level.BLOCKER,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#reusable-apps-and-auth-user-model",
    examples=(
        Example(
            title="a model with a relation to auth.User",
            path="mysite/settings.py",
            files={
                f"{_PACKAGES}/django-5.2.dist-info/METADATA": "",
                f"{_PACKAGES}/rival-1.0.dist-info/RECORD": "rival/models.py,,\n",
                f"{_PACKAGES}/rival/models.py": """\
                    from django.contrib.auth.models import User
                    from django.db import models


                    class Score(models.Model):
                        player = models.ForeignKey(User, on_delete=models.CASCADE)
                    """,
                ".venv/pyvenv.cfg": "",
            },
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "rival", "users"]
                AUTH_USER_MODEL = "users.User"
                """,
            reports=("US104",),
        ),
        Example(
            title="no environment, nothing said",
            path="mysite/settings.py",
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "someone_elses", "users"]
                AUTH_USER_MODEL = "users.User"
                """,
        ),
    ),
)


@rule.on(SettingsModules)
def installed_packages(settings: SettingsModules) -> None:
    """One finding per place in a model, one per package for its migrations."""
    told: set[str] = set()
    for found in hard_coded_users(settings.project):
        if not found.migration:
            settings.report(
                rule,
                "",
                f"{found.distribution} is tied to auth.User: {found.file}, line {found.line}.",
                "Update the package, or replace it; it cannot work with a user model of your own.",
            )
        elif found.package not in told:
            told.add(found.package)
            settings.report(
                rule,
                "",
                f"A migration of {found.distribution} names auth.User: {found.file}.",
                "Existing databases are not concerned; try `migrate` on a fresh database.",
                Level.NOTE,
            )
