"""The two files that the graft changes: the app's models and its first migration."""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.rules import Rule
from transformer.errors import ErrorCode, Refused
from transformer.formats.python.lists import elements_in
from transformer.strategies.generated_app import UsersApp, render

MODEL = '''
class User(AbstractUser):
    """The user of this project, in the table that django.contrib.auth made."""

    id = models.AutoField(primary_key=True)

    class Meta(AbstractUser.Meta):
        db_table = "auth_user"'''
NEEDED = {"AbstractUser": "django.contrib.auth.models", "models": "django.db"}
MODULE = f"""\
from django.contrib.auth.models import AbstractUser
from django.db import models

{MODEL}
"""
STEPS = 8
IMPORTS = ("django.contrib.auth.models", "django.contrib.auth.validators", "django.utils.timezone")


def add_model(file: File, rule: Rule) -> None:
    """Put ``class User`` below the imports; it takes the place of the imported name."""
    if not file.layout.top:
        imports = "".join(f"from {module} import {name}\n" for name, module in NEEDED.items())
        file.insert(rule, len(file.text.content), f"{imports}\n{MODEL}\n")
        return
    lines = MODEL
    for statement in file.layout.top:
        if isinstance(statement, ast.ImportFrom) and statement.module == NEEDED["AbstractUser"]:
            for alias in statement.names:
                if alias.name == "User":
                    file.imports.drop(rule, alias)
                    lines += f"\n\n\n{alias.asname} = User" if alias.asname else ""
    for name, module in NEEDED.items():
        if name not in file.analysis.module.bindings:
            file.imports.add(rule, module, name, name)
    file.imports.below(rule, file.layout.top[-1], lines)


def export_model(file: File, rule: Rule, module: str) -> str:
    """Have a package of models pass the model of its new ``module`` on. Returns ``module``."""
    name = module.rpartition("/")[2].removesuffix(".py")
    line = f"from .{name} import User"
    names = next(
        (
            statement.value
            for statement in file.analysis.tree.body
            if isinstance(statement, ast.Assign)
            and ast.unparse(statement.targets[0]) == "__all__"
            and isinstance(statement.value, ast.List | ast.Tuple)
        ),
        None,
    )
    if names is None:
        # As linters ask of a module that only passes names on.
        line += "  # noqa: F401" if b"noqa" in file.text.content else ""
    else:
        listed = elements_in(file.text, names)
        listed.append(file.quoted("User"))
        file.edit(rule, listed)
    imports = [each for each in file.layout.top if isinstance(each, ast.ImportFrom)]
    for statement in imports:
        for alias in statement.names:
            if statement.module == NEEDED["AbstractUser"] and alias.name == "User":
                file.imports.drop(rule, alias)
    own = next((each for each in imports if each.level), None)
    if own is not None:
        file.insert(rule, file.text.above(own), f"{line}\n")
    elif imports:
        at, lead = file.text.below(imports[-1])
        file.insert(rule, at, f"{lead}{line}\n")
    else:
        file.insert(rule, len(file.text.content), f"{line}\n")
    return module


def add_creation(file: File, rule: Rule, app: UsersApp) -> None:
    """Put the model's creation in front, and the dependencies that it needs.

    Raises Refused for a migration that is not as Django writes them.
    """
    made = render(app, [f"migrations/{app.first}.py"])[f"migrations/{app.first}.py"].decode()
    creation = made[made.index("migrations.CreateModel(") : made.rindex("    ]")]
    lists = {
        statement.targets[0].id: statement.value
        for statement in file.analysis.parents
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.List)
    }
    if "operations" not in lists or "dependencies" not in lists:
        raise Refused(
            f"{file.path} has no plain lists of dependencies and operations.",
            "Write them as Django does, or choose another strategy.",
            code=ErrorCode.GRAFT_REFUSED,
        )
    dependencies = elements_in(file.text, lists["dependencies"])
    dependencies.remove(*(i for i, each in enumerate(lists["dependencies"].elts) if on_user(each)))
    auth = ", ".join(map(file.quoted, ("auth", app.auth_leaf)))
    dependencies.insert(0, f"({auth})")
    operations = elements_in(file.text, lists["operations"])
    creation = creation.rstrip().rstrip(",")
    if first := lists["operations"].elts[:1]:
        creation = _indented(creation, _indentation(file, lists["operations"], first[0]))
    operations.insert(0, creation)
    for elements in (dependencies, operations):
        elements.fit(0)
        file.edit(rule, elements)
    imported = {
        alias.name for s in file.layout.top if isinstance(s, ast.Import) for alias in s.names
    }
    missing = "".join(f"import {name}\n" for name in IMPORTS if name not in imported)
    file.insert(rule, file.text.lines(file.layout.top[0])[0], missing)
    if "models" not in file.analysis.module.bindings:
        file.imports.add(rule, "django.db", "models", "models")


def _indentation(file: File, operations: ast.List, first: ast.expr) -> int:
    """How far the last line of an operation is indented that stands where the first one does."""
    if operations.lineno == operations.end_lineno:
        return STEPS
    if first.end_lineno != first.lineno:
        line = file.text.line(first.end_lineno or first.lineno)
        return len(line) - len(line.lstrip())
    return first.col_offset


def _indented(creation: str, indentation: int) -> str:
    """An operation, whose last line is indented by ``STEPS``, indented otherwise."""
    head, *lines = creation.split("\n")
    shift = indentation - STEPS
    if shift < 0:
        return "\n".join([head, *(line.removeprefix(" " * -shift) for line in lines)])
    return "\n".join([head, *(" " * shift + line for line in lines)])


def on_user(dependency: ast.expr) -> bool:
    """Whether a migration depends on the user model by it: the model is in this app from now on."""
    match dependency:
        case ast.Tuple(elts=[ast.Constant(value="auth"), ast.Constant()]):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == "swappable_dependency"
    return False
