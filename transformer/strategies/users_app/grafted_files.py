"""The two files that the graft changes: the app's models and its first migration."""

from __future__ import annotations

import ast

from transformer.errors import Refused
from transformer.formats.python.editor import Editor
from transformer.formats.python.import_names import add_name
from transformer.formats.python.lists import elements_in
from transformer.strategies.generated_app import UsersApp, render

MODEL = '''\
class User(AbstractUser):
    """The user of this project, in the table that django.contrib.auth made."""

    id = models.AutoField(primary_key=True)

    class Meta(AbstractUser.Meta):
        db_table = "auth_user"


'''
IMPORTS = ("django.contrib.auth.models", "django.contrib.auth.validators", "django.utils.timezone")


def add_model(editor: Editor) -> None:
    """Put ``class User`` below the imports; it takes the place of the imported name."""
    text = editor.text
    aliases = []
    has = {"AbstractUser": False, "models": False}
    last: ast.stmt | None = None
    for statement in editor.module.body:
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
            imported = elements_in(text, statement)
            imported.remove(list(names).index("User"))
            add_name(imported, "AbstractUser")
            editor.edit(imported)
        elif statement.module == "django.contrib.auth.models":
            has["AbstractUser"] |= "AbstractUser" in names
    missing = ""
    if not has["AbstractUser"]:
        missing += "from django.contrib.auth.models import AbstractUser\n"
    if not has["models"]:
        missing += "from django.db import models\n"
    if last is None:
        editor.splice(0, 0, missing + "\n\n" + MODEL)
        return
    if missing:
        start = text.line_start(text.start(last))
        editor.splice(start, start, missing)
    at = text.next_line(text.end(last))
    while at < len(text.content) and not text.line(text.content.count(b"\n", 0, at) + 1).strip():
        at = text.next_line(at)
    named = "".join(f"{alias} = User\n\n\n" for alias in aliases)
    editor.splice(at, at, MODEL + named)


def add_creation(editor: Editor, app: UsersApp) -> None:
    """Put the model's creation in front, and the dependencies that it needs.

    Raises Refused for a migration that is not as Django writes them.
    """
    made = render(app, [f"migrations/{app.first}.py"])[f"migrations/{app.first}.py"].decode()
    creation = made[made.index("        migrations.CreateModel(") : made.rindex("    ]")]
    lists = {
        statement.targets[0].id: statement.value
        for statement in ast.walk(editor.module)
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.List)
    }
    if "operations" not in lists or "dependencies" not in lists:
        raise Refused(
            f"{editor.path} has no plain lists of dependencies and operations.",
            "Write them as Django does, or choose another strategy.",
        )
    dependencies = elements_in(editor.text, lists["dependencies"])
    dependencies.remove(*(i for i, each in enumerate(lists["dependencies"].elts) if on_user(each)))
    dependencies.insert(0, f'("auth", "{app.auth_leaf}")')
    operations = elements_in(editor.text, lists["operations"])
    operations.insert(0, creation.strip().rstrip(","))
    for elements in (dependencies, operations):
        elements.fit(0)
        editor.edit(elements)
    present = {
        alias.name
        for statement in editor.module.body
        if isinstance(statement, ast.Import)
        for alias in statement.names
        if alias.asname is None
    }
    missing = "".join(f"import {name}\n" for name in IMPORTS if name not in present)
    imports = [s for s in editor.module.body if isinstance(s, (ast.Import, ast.ImportFrom))]
    names = {
        alias.name
        for s in imports
        if isinstance(s, ast.ImportFrom) and s.module == "django.db"
        for alias in s.names
    }
    if "models" not in names:
        missing += "from django.db import models\n"
    plain = [s for s in imports if getattr(s, "module", "") != "__future__"]
    start = editor.text.line_start(editor.text.start(plain[0]))
    editor.splice(start, start, missing)


def on_user(dependency: ast.expr) -> bool:
    """Whether a migration depends on the user model by it: the model is in this app from now on."""
    match dependency:
        case ast.Tuple(elts=[ast.Constant(value="auth"), ast.Constant()]):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == "swappable_dependency"
    return False
