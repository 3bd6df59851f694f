"""The users app registers the user model in the admin where the project never did.

What it does: registers the user model in the admin where the project never did.

Why it breaks: the users disappear from the admin. Django registers `auth.User` itself, but passes
over a model that is swapped out and does not know the one that it is swapped for.

What is edited: `admin.py` of the users app is created, and registers the model with Django's own
`UserAdmin`, unless a registration of the project does it on the default site.

What is reported: that the file was made, and why.
"""

from __future__ import annotations

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.edits import Create
from transformer.findings import Level
from transformer.strategies.generated_app import render, users_app

rule = Rule(
    __name__,
    "US403",
    "user-admin-registered",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-django-contrib-admin",
    examples=(
        Example(
            path="blog/admin.py",
            before="""\
                from django.contrib import admin

                from .models import Post

                admin.site.register(Post)
                """,
            reports=("US403",),
        ),
        Example(
            title="on a site of its own, so that the default site keeps Django's",
            path="blog/admin.py",
            before="""\
                from django.contrib import admin
                from django.contrib.auth.admin import UserAdmin
                from django.contrib.auth.models import User

                site = admin.AdminSite(name="staff")
                site.register(User, UserAdmin)
                """,
            reports=("US403",),
        ),
        Example(
            title="registered by the project",
            path="blog/admin.py",
            before="""\
                from django.contrib import admin
                from django.contrib.auth import get_user_model

                admin.site.register(get_user_model())
                """,
        ),
    ),
)


@rule.on(Codebase)
def register(codebase: Codebase) -> None:
    """Make the users app's ``admin.py`` where the plan asks for it."""
    if codebase.facts.create != "registration":
        return
    app = users_app(codebase.project, codebase.options)
    path = f"{codebase.options.app_path}/admin.py"
    codebase.report(
        rule,
        path,
        "The project leaves the admin of the user to Django, which does not register a custom user "
        f"model: {path} does, with Django's own UserAdmin.",
        edit=Create(path, render(app, ["admin.py"])["admin.py"], rule.code),
    )
