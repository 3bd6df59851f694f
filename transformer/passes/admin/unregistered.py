"""The project no longer takes Django's own admin of the user off.

What it does: takes out the unregistration of Django's own user admin, where a file starts with it.

Why it breaks: `admin.site.unregister(User)` raises `NotRegistered: The model User is not
registered`, and nothing of the project starts: Django registers `auth.User` itself, but not a model
that is swapped out, and not the model that it is swapped for.

What is edited: the unregistration goes, whichever way it is written: alone, in a list or a loop
with others, in a `try` that forgives it. The project's own registration stays where it is, and is
the only one.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.deletion import delete, drop_unused_imports, remove_element
from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.admin.events import Literals, events, is_guard, suppresses

rule = Rule(
    __name__,
    "US401",
    "unregistered-stock-user-admin",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-django-contrib-admin",
    examples=(
        diff(
            """\
                  from django.contrib import admin
                  from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
                  from django.contrib.auth.models import User


                  class UserAdmin(BaseUserAdmin):
                      list_display = ("username", "email")


                  # Re-register UserAdmin
                - admin.site.unregister(User)
                  admin.site.register(User, UserAdmin)
                """,
            path="blog/admin.py",
        ),
        diff(
            """\
                  from django.contrib import admin
                  from django.contrib.auth import get_user_model
                  from django.contrib.auth.admin import UserAdmin
                -
                - # Unregister the provided model admin
                - admin.site.unregister(get_user_model())


                  @admin.register(get_user_model())
                  class PeopleAdmin(UserAdmin):
                      pass
                """,
            title="a comment of its own, and a decorator",
            path="blog/admin.py",
        ),
        diff(
            """\
                  from django.contrib import admin
                  from django.contrib.auth.admin import UserAdmin
                  from django.contrib.auth.models import Group, User

                - admin.site.unregister([User, Group])
                + admin.site.unregister([Group])
                  admin.site.register(User, UserAdmin)
                """,
            title="with others, in a list",
            path="blog/admin.py",
        ),
        diff(
            """\
                  from django.contrib import admin
                - from django.contrib.admin.sites import NotRegistered
                  from django.contrib.auth.admin import UserAdmin
                  from django.contrib.auth.models import User

                - try:
                -     admin.site.unregister(User)
                - except NotRegistered:
                -     pass
                -
                  admin.site.register(User, UserAdmin)
                """,
            title="forgiven by a try",
            path="blog/admin.py",
        ),
        Example(
            title="another model, another site, a model of the project",
            path="blog/admin.py",
            before="""\
                from django.contrib import admin
                from django.contrib.auth.models import Group, User as Account

                from .models import User

                site = admin.AdminSite(name="other")
                site.register(Account)
                site.unregister(Account)
                admin.site.unregister(Group)
                admin.site.unregister(User)
                """,
            files={
                "blog/__init__.py": "",
                "blog/models.py": """\
                    from django.db import models


                    class User(models.Model):
                        pass
                    """,
            },
            reports=("US403",),
        ),
    ),
)


@rule.on(File)
def drop_first(file: File) -> None:
    """Take out the unregistration that a file's events start with."""
    if file.facts.actions.get(file.path) != "drop-first":
        return
    found = events(file)
    if not found or found[0].kind != "unregister":
        return
    event = found[0]
    if isinstance(event.models, Literals) and len(event.models.elts) > 1:
        if remove_element(file, rule, event.models, event.user):
            drop_unused_imports(file, rule, [event.user])
        return
    target = _whole(file, event.statement)
    if delete(file, rule, target):
        drop_unused_imports(file, rule, [target])


def _whole(file: File, statement: ast.stmt) -> ast.stmt:
    """The statement with what stands around it for its sake alone."""
    parent = file.parent(statement)
    if isinstance(parent, ast.Try) and parent.body == [statement]:
        quiet = all(isinstance(part, ast.Pass) for h in parent.handlers for part in h.body)
        if quiet and not parent.orelse and not parent.finalbody:
            return _whole(file, parent)
    if isinstance(parent, ast.With) and parent.body == [statement] and suppresses(file, parent):
        return _whole(file, parent)
    if isinstance(parent, ast.If) and is_guard(file, parent):
        return _whole(file, parent)
    return statement
