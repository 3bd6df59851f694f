"""The two files that the graft changes: the app's models and its first migration."""

from __future__ import annotations

import ast
import re

from transformer.errors import Refused
from transformer.formats.python.draft import Draft
from transformer.strategies.generated_app import UsersApp, render

MODEL = '''\
class User(AbstractUser):
    """The user of this project, in the table that django.contrib.auth made."""

    id = models.AutoField(primary_key=True)

    class Meta(AbstractUser.Meta):
        db_table = "auth_user"


'''
IMPORTS = ("django.contrib.auth.models", "django.contrib.auth.validators", "django.utils.timezone")


def add_model(draft: Draft) -> None:
    """Put ``class User`` below the imports; it takes the place of the imported name."""
    text = draft.text
    aliases = []
    has = {"AbstractUser": False, "models": False}
    last: ast.stmt | None = None
    for statement in draft.module.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            last = statement
        elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            break
        if not isinstance(statement, ast.ImportFrom):
            continue
        names = {alias.name: alias.asname for alias in statement.names}
        has["models"] |= statement.module == "django.db" and "models" in names
        if statement.module == "django.contrib.auth.models" and "User" in names:
            has["AbstractUser"] = True
            if names["User"]:
                aliases.append(names["User"])
            kept = sorted({n for n in names if n != "User"} | {"AbstractUser"})
            spelled = [f"{n} as {names[n]}" if names.get(n) else n for n in kept]
            draft.replace(statement, f"from django.contrib.auth.models import {', '.join(spelled)}")
        elif statement.module == "django.contrib.auth.models":
            has["AbstractUser"] |= "AbstractUser" in names
    missing = ""
    if not has["AbstractUser"]:
        missing += "from django.contrib.auth.models import AbstractUser\n"
    if not has["models"]:
        missing += "from django.db import models\n"
    if last is None:
        draft.splice(0, 0, missing + "\n\n" + MODEL)
        return
    if missing:
        start = text.line_start(text.start(last))
        draft.splice(start, start, missing)
    at = text.next_line(text.end(last))
    while at < len(text.content) and not text.line(text.content.count(b"\n", 0, at) + 1).strip():
        at = text.next_line(at)
    named = "".join(f"{alias} = User\n\n\n" for alias in aliases)
    draft.splice(at, at, MODEL + named)


def add_creation(draft: Draft, app: UsersApp) -> None:
    """Put the model's creation in front, and the dependencies that it needs.

    Raises Refused for a migration that is not as Django writes them.
    """
    made = render(app, [f"migrations/{app.first}.py"])[f"migrations/{app.first}.py"].decode()
    creation = made[made.index("        migrations.CreateModel(") : made.rindex("    ]")]
    lists = {
        statement.targets[0].id: statement.value
        for statement in ast.walk(draft.module)
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.List)
    }
    if "operations" not in lists or "dependencies" not in lists:
        raise Refused(
            f"{draft.path} has no plain lists of dependencies and operations.",
            "Write them as Django does, or choose another strategy.",
        )
    start = draft.text.start(lists["operations"]) + 1
    draft.splice(start, start, "\n" + creation.rstrip("\n"))
    if not lists["operations"].elts:
        end = draft.text.end(lists["operations"]) - 1
        draft.splice(end, end, "\n    ")
    start = draft.text.start(lists["dependencies"]) + 1
    draft.splice(start, start, f'\n        ("auth", "{app.auth_leaf}"),')
    if not lists["dependencies"].elts:
        end = draft.text.end(lists["dependencies"]) - 1
        draft.splice(end, end, "\n    ")
    for element in lists["dependencies"].elts:
        if "swappable_dependency" in draft.text.segment(element):
            remove_element(draft, element)
        match element:
            case ast.Tuple(elts=[ast.Constant(value="auth"), ast.Constant()]):
                remove_element(draft, element)
    present = {
        alias.name
        for statement in draft.module.body
        if isinstance(statement, ast.Import)
        for alias in statement.names
        if alias.asname is None
    }
    missing = "".join(f"import {name}\n" for name in IMPORTS if name not in present)
    imports = [s for s in draft.module.body if isinstance(s, (ast.Import, ast.ImportFrom))]
    names = {
        alias.name
        for s in imports
        if isinstance(s, ast.ImportFrom) and s.module == "django.db"
        for alias in s.names
    }
    if "models" not in names:
        missing += "from django.db import models\n"
    plain = [s for s in imports if getattr(s, "module", "") != "__future__"]
    start = draft.text.line_start(draft.text.start(plain[0]))
    draft.splice(start, start, missing)


def remove_element(draft: Draft, element: ast.AST) -> None:
    """Take an element out of a list, with its comma, and with its lines where it is alone there."""
    text = draft.text
    start, end = text.start(element), text.end(element)
    rest = text.content[end : text.line_end(end)]
    before = text.content[text.line_start(start) : start]
    if not before.strip() and rest.strip() in (b"", b","):
        draft.splice(text.line_start(start), text.next_line(end), "")
        return
    comma = re.match(rb"\s*,[ \t]*", text.content[end:])
    draft.splice(start, end + (comma.end() if comma else 0), "")
