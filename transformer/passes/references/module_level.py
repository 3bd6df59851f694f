"""`User` is bound by `get_user_model()` instead of being imported.

What it does: gives a module-level name for the auth user its value by `get_user_model()`.

Why it breaks: once `AUTH_USER_MODEL` is set, `django.contrib.auth.models.User` is swapped out. Its
manager raises `AttributeError: Manager isn't available`, `isinstance(user, User)` is False, `except
User.DoesNotExist` catches nothing, and signals with `sender=User` never fire.

What is edited: the import gives way to `User = get_user_model()` below the imports, so that every
other line of the file keeps its bytes, with the comment that a person wrote behind the name. Inside
a function, a `try` or an `if` it stays in its block. With `--style direct` the class is imported
from the users app. An import that nothing uses goes.

What is reported: a `note` where the import is the fallback for a Django without `get_user_model`,
which no project runs on any more.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.references.imported import Imported

rule = Rule(
    __name__,
    "US301",
    "imported-auth-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.contrib.auth import get_user_model
                  from django.shortcuts import render
                +
                + User = get_user_model()


                  def people(request):
                      return render(request, "people.html", {"users": User.objects.all()})
                """,
            title="queryset in a view",
        ),
        diff(
            """\
                - from django.contrib.auth.models import Group, User as Account
                + from django.contrib.auth import get_user_model
                + from django.contrib.auth.models import Group
                +
                + Account = get_user_model()

                  print(Group, isinstance(1, Account))
                """,
            title="one of several names, under another name",
        ),
        diff(
            """\
                - from django.contrib.auth.models import User  # noqa: F401
                - from django.contrib.auth.models import User as Person  # who writes
                + from django.contrib.auth import get_user_model
                +
                + User = get_user_model()
                + Person = get_user_model()  # who writes

                  print(User, Person)
                """,
            title="a comment for people, and one for a tool",
        ),
        diff(
            """\
                  try:
                -     from django.contrib.auth.models import User  # who reads
                +     from django.contrib.auth import get_user_model  # who reads
                +     User = get_user_model()
                  except ImportError:
                      User = None

                  print(User)
                """,
            title="in a block, where the comment stays",
        ),
        diff(
            """\
                  def count():
                -     from django.contrib.auth.models import User
                +     from django.contrib.auth import get_user_model
                +
                +     User = get_user_model()

                      return User.objects.count()
                """,
            title="inside a function",
        ),
        diff(
            """\
                - from django.contrib.auth.models import User
                + from users.models import User

                  print(User.objects.count())
                """,
            title="direct style",
            options={"style": "direct"},
        ),
        Example(
            title="for a Django without get_user_model",
            before="""\
                try:
                    from django.contrib.auth import get_user_model
                except ImportError:
                    from django.contrib.auth.models import User
                else:
                    User = get_user_model()
                """,
            reports=("US301",),
        ),
        Example(
            title="another class called User",
            before="""\
                from blog.people import User

                print(User.objects.count())
                """,
            files={"blog/people.py": "class User:\n    objects = None\n"},
        ),
    ),
)

_FOR_A_TOOL = re.compile(
    r"#\s*(?:noqa|type:|nosec|(?:pylint|flake8|pyright|pragma|isort|ruff|mypy|fmt|usershift):)",
    re.I,
)


def bind(file: File, one: Imported, rule: Rule = rule) -> None:
    """Bind the name where the import stood; ``rule`` answers for it."""
    at_once = file.text.shares_line(one.statement) or file.layout.may_fail(one.statement)
    # Further down it can count on what ran before: `django.setup()` in a script.
    if one.statement in file.layout.top and not at_once:
        file.imports.drop(rule, one.alias)
        call = file.name_for(rule, "django.contrib.auth", "get_user_model", one.statement)
        file.imports.below(rule, one.statement, f"{one.local} = {call}()", _comment(file, one))
        return
    call = file.imports.visible("django.contrib.auth", "get_user_model", one.statement) or ""
    file.imports.drop(rule, one.alias)
    if not call:
        call = "get_user_model"
        file.imports.beside(rule, one.statement, f"from django.contrib.auth import {call}")
    put = file.imports.beside if at_once else file.imports.below
    put(rule, one.statement, f"{one.local} = {call}()")


def _comment(file: File, one: Imported) -> str:
    """What a person says of the name behind it, and of no other name, as it stands in the line."""
    text = file.text
    alone: list[ast.AST] = [one.statement] if len(one.statement.names) == 1 else []
    if one.alias is not None and text.starts_line(one.alias):
        alone.append(one.alias)
    for node in alone:
        end = text.end(node)
        rest = text.content[end : text.line_end(end)].decode()
        found = re.fullmatch(r"\s*,?\s*(#.*)", rest)
        if found and not _FOR_A_TOOL.match(found[1]):
            return f"  {found[1]}"
    return ""


def import_directly(file: File, one: Imported, rule: Rule = rule) -> None:
    """Import the class from the users app in the place of the auth user."""
    file.imports.drop(rule, one.alias)
    module = f"{file.options.app_module}.models"
    alias = f" as {one.local}" if one.local != "User" else ""
    if one.alias is None or one.statement not in file.layout.top:
        file.imports.beside(rule, one.statement, f"from {module} import User{alias}")
    else:
        file.imports.add(rule, module, "User", one.local)
