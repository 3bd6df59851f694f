"""The users app registers the user model in the admin where the project never did.

What breaks: the users disappear from the admin. Django registers ``auth.User`` itself, but passes
over a model that is swapped out and does not know the one that it is swapped for.

Treatment: ``admin.py`` of the users app registers the model with Django's own ``UserAdmin``, unless
a registration of the project does it on the default site.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Finding, Level
from transformer.options import Options

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


def made(options: Options) -> Finding:
    message = (
        "The project leaves the admin of the user to Django, which does not register a custom user "
        f"model: {options.app_path}/admin.py does, with Django's own UserAdmin."
    )
    return Finding(rule.code, rule.level, f"{options.app_path}/admin.py", 0, 0, message)
