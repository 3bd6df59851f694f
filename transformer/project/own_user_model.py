"""The user model of the project's own that stands already, made by a tool or begun by hand."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from transformer.formats.python.syntax import parse
from transformer.project.model import App, Project

TABLE = "auth_user"


@dataclass(frozen=True)
class UserClass:
    """A class derived from ``AbstractUser``; ``path`` and ``line`` say where it stands.

    ``table`` is its ``db_table``, empty where Django derives it from the label.
    """

    app: App
    name: str
    path: str
    line: int
    table: str

    @property
    def keeps_the_table(self) -> bool:
        """Whether the rows of ``auth.User`` are its own."""
        return self.table == TABLE


def named_user_model(project: Project) -> str | None:
    """The value of ``AUTH_USER_MODEL`` that all settings agree on, where it is not Django's."""
    named = {one.auth_user_model for one in project.settings}
    model = named.pop() if len(named) == 1 else None
    return model if model and "." in model and model.lower() != "auth.user" else None


def user_class(project: Project, app: App, name: str = "User") -> UserClass | None:
    """The class of that name in the models of an app, if it derives from ``AbstractUser``."""
    for path in project.files:
        if path != f"{app.path}/models.py" and not path.startswith(f"{app.path}/models/"):
            continue
        if not path.endswith(".py") or b"AbstractUser" not in (content := project.read(path)):
            continue
        try:
            tree = parse(content).tree
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in tree.body:
            if not isinstance(node, ast.ClassDef) or node.name.lower() != name.lower():
                continue
            meta = _meta(node, content)
            derived = any(ast.unparse(base).endswith("AbstractUser") for base in node.bases)
            if derived and "abstract" not in meta:
                return UserClass(app, node.name, path, node.lineno, meta.get("db_table", ""))
    return None


def begun_user_model(project: Project) -> UserClass | None:
    """The class that the settings name already, and whose table is not ``auth_user``."""
    own = own_user_model(project)
    return own if own is not None and not own.keeps_the_table else None


def begun_without_setting(project: Project) -> UserClass | None:
    """A class ``User`` in a table of its own, where no settings name a user model yet."""
    if any(one.auth_user_model for one in project.settings):
        return None
    found = (user_class(project, app) for app in project.apps)
    return next((one for one in found if one is not None and not one.keeps_the_table), None)


def own_user_model(project: Project) -> UserClass | None:
    """The class of one of the project's apps that ``AUTH_USER_MODEL`` names."""
    label, _, name = (named_user_model(project) or "").partition(".")
    app = next((app for app in project.apps if app.label == label), None)
    return user_class(project, app, name) if app is not None else None


def _meta(node: ast.ClassDef, content: bytes) -> dict[str, str]:
    """The options of the class that are known; a table that is not spelled out may be Django's."""
    found: dict[str, str] = {}
    for inner in node.body:
        if not isinstance(inner, ast.ClassDef) or inner.name != "Meta":
            continue
        inherited = [base for base in inner.bases if ast.unparse(base) != "AbstractUser.Meta"]
        if inherited and TABLE.encode() in content:
            found["db_table"] = TABLE
        for statement in inner.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                value = statement.value
                if isinstance(value, ast.Constant):
                    if value.value:
                        found[statement.targets[0].id] = str(value.value)
                elif TABLE.encode() in content:
                    found[statement.targets[0].id] = TABLE
    return found


def steps_to_complete(project: Project, own: UserClass) -> str:
    """What a person does who has begun by hand, so that ``usershift migrate`` can complete it."""
    migrations = [
        path
        for path in project.files
        if path.startswith(f"{own.app.path}/migrations/")
        and path.endswith(".py")
        and not path.endswith("/__init__.py")
    ]
    making = [path for path in migrations if makes_user(project.read(path), own.name)]
    rename = (
        f"name the class {own.name} `User` and write AUTH_USER_MODEL = '{own.app.label}.User'; "
        if own.name != "User"
        else ""
    )
    if making and making[0] != min(migrations):
        return (
            f"Take the class {own.name} out of {own.path} and AUTH_USER_MODEL out of the settings, "
            f"delete {', '.join(making)}, and run `usershift migrate` again: with --app NAME "
            f"for an app of its own, or with --strategy graft --app {own.app.label}."
        )
    steps = [
        f'{rename}set db_table = "{TABLE}" in the Meta of the class ({own.path}, line {own.line})'
    ]
    if migrations:
        steps.append(f"delete {', '.join(migrations)}")
    steps.append("run `usershift migrate` again")
    numbered = "; ".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    more = " Then `makemigrations` brings back what else they held." if len(migrations) > 1 else ""
    return f"{numbered}.{more}"


def makes_user(migration: bytes, name: str = "User") -> bool:
    """Whether a migration creates the model of that name."""
    try:
        tree = parse(migration).tree
    except (SyntaxError, ValueError, RecursionError):
        return False
    return bool(creations_of(tree, name))


def creations_of(migration: ast.Module, name: str) -> list[ast.Call]:
    """The ``CreateModel`` calls of a migration that make the model of that name."""
    return [
        node
        for node in ast.walk(migration)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("CreateModel")
        and any(
            isinstance(named, ast.Constant) and named.value == name
            for named in (*node.args[:1], *(k.value for k in node.keywords if k.arg == "name"))
        )
    ]
