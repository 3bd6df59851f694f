"""What the adoption needed goes once every database has adopted.

The bridge's first migration becomes a plain one: it no longer replaces ``auth.0001_initial``. The
migration of the content type keeps its name, for it is in every history, and loses its operations.
``adoption.py``, the command ``adopt_users`` and the check before ``migrate`` go.

A database that has not adopted is refused by Django from then on, with
``InconsistentMigrationHistory``: deploy the release before this one there, and run ``migrate``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from transformer.codemod.draft import Draft
from transformer.edits import Delete
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.passes import Outcome
from transformer.passes.users_app.render import UsersApp, render
from transformer.rules import Example, Rule
from transformer.tree import Tree

APP = UsersApp("users", "users", (4, 2))
MADE = {f"users/{path}": content.decode() for path, content in render(APP).items()}
PLAIN = render(UsersApp("users", "users", (4, 2), adopting=False))
FIRST, ADOPT = "users/migrations/0001_initial.py", "users/migrations/0002_adopt_content_type.py"


def _example(path: str) -> Example:
    others = {name: text for name, text in MADE.items() if name != path}
    after = PLAIN[path.removeprefix("users/")].decode()
    return Example(path=path, before=MADE[path], after=after, files=others, title=path)


rule = Rule(
    "US220",
    "adoption-no-longer-needed",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/#squashing-migrations",
    examples=(
        _example(FIRST),
        _example(ADOPT),
        _example("users/apps.py"),
        Example(
            title="a configuration that does more when it is ready",
            path="users/apps.py",
            before="""\
                from django.apps import AppConfig
                from django.db.models.signals import pre_migrate


                class UsersConfig(AppConfig):
                    name = "users"

                    def ready(self):
                        from . import adoption, signals

                        pre_migrate.connect(adoption.check_before_migrate, sender=self)
                        signals.connect()
                """,
            after="""\
                from django.apps import AppConfig


                class UsersConfig(AppConfig):
                    name = "users"

                    def ready(self):
                        from . import signals

                        signals.connect()
                """,
            files={k: v for k, v in MADE.items() if k != "users/apps.py"},
        ),
        Example(
            title="other code that uses the adoption",
            path="scripts/heal.py",
            before="from users import adoption\n",
            files=MADE,
            reports=("US220",),
        ),
        Example(
            title="a plain app",
            path="users/models.py",
            before=MADE["users/models.py"],
            files={f"users/{k}": v.decode() for k, v in PLAIN.items() if k != "models.py"},
        ),
    ),
)

COMMAND = "management/commands/adopt_users.py"


def make_plain(tree: Tree, options: Options) -> Iterator[Outcome]:
    """Every change at once, or findings that say what is in the way."""
    folder = options.app_path
    paths = [f"{folder}/apps.py", *(f"{folder}/migrations/{n}.py" for n in (APP.first, APP.adopt))]
    yield from uses(tree, options)
    leaf = auth_leaf(tree, paths[2])
    for path, plain in zip(paths, (plain_apps, plain_first, plain_adopt), strict=True):
        if path not in tree or b"adoption" not in tree.read(path):
            continue
        draft = Draft(path, tree.read(path), rule.code)
        plain(draft, options, leaf)
        if draft.rewrite:
            yield draft.rewrite
    yield from gone(tree, folder)


def plain_first(draft: Draft, options: Options, leaf: str) -> None:
    """Drop the bridge from the first migration."""
    remove_imports(draft)
    migration = class_called(draft.module, "Migration")
    remove_docstring(draft, migration)
    for statement in migration.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="replaces")]):
                draft.remove(statement)
            case ast.Assign(
                targets=[ast.Name(id="dependencies")], value=ast.List(elts=[first, *_])
            ):
                quote = draft.text.quote
                draft.replace(first, f"({quote}auth{quote}, {quote}{leaf}{quote})")
            case ast.Assign(targets=[ast.Name(id="operations")], value=ast.List(elts=elements)):
                for element in elements:
                    if isinstance(element, ast.Starred):
                        draft.remove(element)


def plain_adopt(draft: Draft, options: Options, leaf: str) -> None:
    """Empty the migration of the content type."""
    remove_imports(draft)
    migration = class_called(draft.module, "Migration")
    app = UsersApp(options.app, options.app_module, (4, 2), adopting=False)
    wanted = ast.parse(render(app, [f"migrations/{app.adopt}.py"])[f"migrations/{app.adopt}.py"])
    words = ast.get_docstring(class_called(wanted, "Migration"), clean=False)
    if ast.get_docstring(migration) is not None:
        draft.replace(migration.body[0], f'"""{words}"""')
    for statement in migration.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="operations")], value=value):
                draft.replace(value, "[]")


def plain_apps(draft: Draft, options: Options, leaf: str) -> None:
    """Drop the check before ``migrate``, and ``ready()`` with it where it does nothing else."""
    for node in ast.walk(draft.module):
        if isinstance(node, ast.FunctionDef) and node.name == "ready":
            ours = [s for s in node.body if "adoption" in draft.text.segment(s)]
            mixed = [s for s in ours if isinstance(s, ast.ImportFrom) and len(s.names) > 1]
            if len(ours) == len(node.body) and not mixed:
                draft.remove(node)
                continue
            for statement in ours:
                if isinstance(statement, ast.ImportFrom) and statement in mixed:
                    names = [a for a in statement.names if a.name != "adoption"]
                    kept = ast.ImportFrom(statement.module, names, statement.level)
                    draft.replace(statement, ast.unparse(kept))
                else:
                    draft.remove(statement)
    for statement in draft.module.body:
        match statement:
            case ast.ImportFrom(names=[ast.alias(name="pre_migrate")]):
                draft.remove(statement)


def remove_imports(draft: Draft) -> None:
    for statement in draft.module.body:
        if isinstance(statement, ast.ImportFrom) and "adoption" in draft.text.segment(statement):
            draft.remove(statement)


def remove_docstring(draft: Draft, migration: ast.ClassDef) -> None:
    if ast.get_docstring(migration) is not None:
        draft.remove(migration.body[0])


def class_called(module: ast.Module, name: str) -> ast.ClassDef:
    return next(n for n in module.body if isinstance(n, ast.ClassDef) and n.name == name)


def auth_leaf(tree: Tree, adopt: str) -> str:
    """The last migration of auth that the app knows: the second migration depends on it."""
    if adopt in tree:
        for node in ast.walk(ast.parse(tree.read(adopt))):
            match node:
                case ast.Tuple(elts=[ast.Constant(value="auth"), ast.Constant(value=str(name))]):
                    return name
    return APP.auth_leaf


def gone(tree: Tree, folder: str) -> Iterator[Delete]:
    """The files of the adoption, and the packages of its command where nothing else is in them."""
    paths = [f"{folder}/adoption.py", f"{folder}/{COMMAND}"]
    for package in (f"{folder}/management/commands", f"{folder}/management"):
        inside = [path for path in tree if path.startswith(f"{package}/") and path not in paths]
        if inside == [f"{package}/__init__.py"] and not tree.read(inside[0]).strip():
            paths += inside
    # Without the command, the packages are the team's own.
    if f"{folder}/{COMMAND}" not in tree:
        paths = paths[:1]
    for path in paths:
        if path in tree:
            yield Delete(path, rule.code)


def uses(tree: Tree, options: Options) -> Iterator[Finding]:
    """What else uses what goes away."""
    own = f"{options.app_path}/"
    ours = {own + path for path in (*APP.files(), COMMAND)}
    module = options.app_module.encode()
    for path in tree:
        if path in ours:
            continue
        if path.endswith(".py"):
            content = tree.read(path)
            if b"adoption" not in content or not imports_adoption(content, module.decode()):
                continue
            yield Finding(
                rule.code,
                Level.BLOCKER,
                path,
                0,
                1,
                f"This file uses {options.app_module}.adoption, which goes away.",
                "Take that out first. A squashed migration that refers to it is squashed again "
                "afterwards, from the plain migrations.",
            )


def imports_adoption(source: bytes, module: str) -> bool:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return False
    for node in nodes:
        match node:
            case ast.ImportFrom(module=name, names=names) if name == module:
                if any(alias.name == "adoption" for alias in names):
                    return True
            case ast.ImportFrom(module=name) if name == f"{module}.adoption":
                return True
            case ast.Import(names=names):
                if any(alias.name == f"{module}.adoption" for alias in names):
                    return True
    return False
