"""Annotations keep a name that a type checker accepts.

What it does: gives a name that annotations use two sources: one for the type checker and one for
the running program.

Why it breaks: `User = get_user_model()` is a variable, and mypy refuses it as a type, with and
without django-stubs: `Variable "User" is not valid as a type`.

What is edited: the type checker imports the class from the users app, and the program gets it from
`get_user_model()`. An import that stands under `if TYPE_CHECKING:` is pointed to the users app.
Before the switch, with `--stage prepare`, the type checker goes on with the class of Django.

What is reported: nothing.
"""

from __future__ import annotations

from transformer.codemod.file import File
from transformer.codemod.imports.type_checking import block_to_join
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.references.imported import Imported

rule = Rule(
    __name__,
    "US303",
    "auth-user-as-type",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                  from __future__ import annotations

                - from django.contrib.auth.models import User
                + from typing import TYPE_CHECKING
                +
                + from django.contrib.auth import get_user_model
                  from django.shortcuts import render
                +
                + if TYPE_CHECKING:
                +     from users.models import User
                + else:
                +     User = get_user_model()


                  def greet(user: User) -> str:
                      return user.username
                """,
        ),
        diff(
            """\
                  from typing import TYPE_CHECKING

                  if TYPE_CHECKING:
                -     from django.contrib.auth.models import User
                +     from users.models import User


                  def greet(user: "User") -> str:
                      return user.username
                """,
            title="for the type checker only",
        ),
        diff(
            """\
                  from typing import TYPE_CHECKING

                - from django.contrib.auth.models import User
                + from django.contrib.auth import get_user_model

                  if TYPE_CHECKING:
                      from blog.models import Post
                +     from users.models import User
                + else:
                +     User = get_user_model()


                  def greet(user: User, post: "Post") -> str:
                      return user.username
                """,
            title="beside what the type checker imports already",
        ),
        diff(
            """\
                - from typing import Optional, TypeVar
                + from typing import TYPE_CHECKING, Optional, TypeVar

                + from django.contrib.auth import get_user_model
                  from django.contrib.auth.admin import UserAdmin
                - from django.contrib.auth.models import User
                +
                + if TYPE_CHECKING:
                +     from users.models import User
                + else:
                +     User = get_user_model()

                  Somebody = Optional[User]
                  Kind = TypeVar("Kind", bound=User)


                  class PeopleAdmin(UserAdmin[User]):
                      pass
                """,
            title="other places of types",
            path="blog/admin.py",
        ),
        Example(
            title="AnonymousUser stays",
            before="""\
                from django.contrib.auth.models import AnonymousUser


                def greet(user: AnonymousUser) -> str:
                    return user.username
                """,
        ),
    ),
)


def bind(file: File, one: Imported) -> None:
    """Bind the name twice: as the class for the type checker, by the call for the program."""
    module = f"{file.options.app_module}.models"
    if file.options.prepare:
        module = "django.contrib.auth.models"
        if block_to_join(file.layout, one.statement, one.local):
            # The switch finds its place among the other imports of that block.
            return
    file.imports.drop(rule, one.alias)
    call = file.name_for(rule, "django.contrib.auth", "get_user_model", one.statement)
    file.imports.below_for_type_checker(rule, one.statement, module, one.local, f"{call}()")


def point_to_users_app(file: File, one: Imported) -> None:
    """Import the class from the users app, where only a type checker looks."""
    if file.options.prepare:
        return
    alias = f" as {one.local}" if one.local != "User" else ""
    file.imports.drop(rule, one.alias)
    source = f"from {file.options.app_module}.models import User{alias}"
    file.imports.beside(rule, one.statement, source)
