"""The project changes the user's class from outside.

What it does: finds attributes that the project gives the user's class from outside.

Why it breaks: `User.get_absolute_url = …` changed Django's class, and the new model would go
without it.

What is edited: nothing but the name `User`, which means the new class afterwards: the change
reaches it as before, when the module that makes it is imported.

What is reported: each place; `models.py` of the users app can hold the attribute from now on.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.references.rooted import rooted

rule = Rule(
    __name__,
    "US361",
    "patched-user",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#using-a-custom-user-model-when-starting-a-project",
    examples=(
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.contrib.auth import get_user_model
                +
                + User = get_user_model()


                  def name(user):
                      return user.get_full_name() or user.username


                  User.__str__ = name
                  setattr(User, "shown", property(name))
                """,
            path="blog/models.py",
            reports=("US361", "US361"),
        ),
        Example(
            title="an object of the class, another class",
            before="""\
                from django.contrib.auth import get_user_model
                from django.contrib.auth.models import Group

                User = get_user_model()
                Group.__str__ = lambda group: group.name


                def rename(pk):
                    user = User.objects.get(pk=pk)
                    user.first_name = "x"
                    user.save()
                """,
        ),
    ),
)


@rule.on(ast.Assign, ast.AugAssign, ast.AnnAssign, spelled=True)
def assigned(node: ast.Assign | ast.AugAssign | ast.AnnAssign, file: File) -> None:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, ast.Attribute) and file.is_auth_user(target.value):
            _report(file, target, target.attr)


@rule.on(ast.Call, words=("setattr",))
def set_attribute(call: ast.Call, file: File) -> None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name == "setattr" and len(call.args) == 3:
        found = rooted(file, call.args[0])
        if found is not None and found.is_auth_user and not found.names:
            _report(file, call, ast.unparse(call.args[1]).strip("'\""))


def _report(file: File, node: ast.AST, name: str) -> None:
    file.report(
        rule,
        node,
        f"This gives the user's class `{name}` from outside, as soon as this module is imported. "
        "It does so to the new model as well.",
        f"Better: write it into class User in {file.options.app_path}/models.py.",
    )
