"""What the adoption needed goes once every database has adopted.

What it does: makes the users app plain, with `usershift finalize`.

Why it breaks: nothing breaks before. Afterwards, Django refuses a database that has not adopted,
with `InconsistentMigrationHistory`: deploy the release before this one there, and run `migrate`.

What is edited: the bridge's first migration no longer replaces `auth.0001_initial`. The migration
of the content type keeps its name, for it is in every history, and loses its operations.
`adoption.py`, the command `adopt_users`, the check before `migrate` and the warning after it go.

What is reported: other code that uses the adoption is a `blocker`.
"""

from __future__ import annotations

import ast

from transformer.codemod.codebase import Codebase
from transformer.codemod.deletion import delete, drop_unused_imports
from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.edits import Delete, Rewrite
from transformer.findings import Level
from transformer.formats.python.lists import elements_in
from transformer.options import Options
from transformer.strategies.finalize.adoption_imports import file_imports, imports
from transformer.strategies.generated_app import UsersApp, render
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
    __name__,
    "US220",
    "adoption-no-longer-needed",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/#squashing-migrations",
    examples=(
        _example(FIRST),
        _example(ADOPT),
        _example("users/apps.py"),
        diff(
            """\
                  from django.apps import AppConfig
                - from django.db.models.signals import post_migrate, pre_migrate


                  class UsersConfig(AppConfig):
                      name = "users"

                      def ready(self):
                -         from . import adoption, signals
                +         from . import signals

                -         pre_migrate.connect(adoption.check_before_migrate, sender=self)
                -         post_migrate.connect(adoption.warn_after_migrate, sender=self)
                          signals.connect()
                """,
            title="a configuration that does more when it is ready",
            path="users/apps.py",
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
RECEIVERS = {"check_before_migrate", "warn_after_migrate"}
ADOPTING = "_adopt_content_type.py"


@rule.on(Codebase)
def make_plain(codebase: Codebase) -> None:
    """Ask for every change at once, and report what is in the way."""
    tree, options = codebase.tree, codebase.options
    folder = options.app_path
    apps, first = f"{folder}/apps.py", f"{folder}/migrations/{APP.first}.py"
    adopt = adopting_migration(tree, folder)
    report_uses(codebase, {apps, first, adopt})
    leaf = auth_leaf(tree, adopt)
    for path, plain in ((apps, plain_apps), (first, plain_first), (adopt, plain_adopt)):
        if path not in tree or not of_adoption(tree.read(path), options):
            continue
        file = codebase.file(path)
        plain(file, leaf)
        codebase.report(rule, edit=Rewrite(path, file.splices()))
    for path in gone(tree, folder):
        codebase.report(rule, edit=Delete(path, rule.code))


def adopting_migration(tree: Tree, folder: str) -> str:
    """The migration of the content type: in a grafted app it has the number that came next."""
    found = [p for p in tree if p.startswith(f"{folder}/migrations/") and p.endswith(ADOPTING)]
    return found[0] if found else f"{folder}/migrations/{APP.adopt}.py"


def of_adoption(content: bytes, options: Options) -> bool:
    return file_imports(content, options.app_module, inside=True)


def plain_first(file: File, leaf: str) -> None:
    """Drop the bridge from the first migration."""
    remove_imports(file)
    migration = class_called(file.analysis.tree, "Migration")
    if ast.get_docstring(migration) is not None:
        delete(file, rule, migration.body[0])
    for statement in migration.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="replaces")]):
                delete(file, rule, statement)
            case ast.Assign(
                targets=[ast.Name(id="dependencies")], value=ast.List(elts=[first, *_])
            ):
                auth = f"({file.quoted('auth')}, {file.quoted(leaf)})"
                file.report(rule, first, edit=Safe(auth))
            case ast.Assign(targets=[ast.Name(id="operations")], value=ast.List(elts=elements)):
                starred = [i for i, each in enumerate(elements) if isinstance(each, ast.Starred)]
                operations = elements_in(file.text, statement.value)
                operations.remove(*starred)
                file.edit(rule, operations)


def plain_adopt(file: File, leaf: str) -> None:
    """Empty the migration of the content type."""
    remove_imports(file)
    migration = class_called(file.analysis.tree, "Migration")
    options = file.options
    app = UsersApp(options.app, options.app_module, (4, 2), adopting=False)
    wanted = ast.parse(render(app, [f"migrations/{app.adopt}.py"])[f"migrations/{app.adopt}.py"])
    words = ast.get_docstring(class_called(wanted, "Migration"), clean=False)
    if ast.get_docstring(migration) is not None:
        file.report(rule, migration.body[0], edit=Safe(f'"""{words}"""'))
    for statement in migration.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="operations")], value=value):
                file.report(rule, value, edit=Safe("[]"))


def plain_apps(file: File, leaf: str) -> None:
    """Drop the check before ``migrate``, and ``ready()`` with it where it does nothing else."""
    gone: list[ast.stmt] = []
    for node in ast.walk(file.analysis.tree):
        if isinstance(node, ast.FunctionDef) and node.name == "ready":
            ours = [s for s in node.body if of_check(s, file.options)]
            gone += ours
            mixed = [s for s in ours if isinstance(s, ast.ImportFrom) and len(s.names) > 1]
            if len(ours) == len(node.body) and not mixed:
                delete(file, rule, node)
                continue
            for statement in ours:
                if isinstance(statement, ast.ImportFrom) and statement in mixed:
                    for alias in statement.names:
                        if alias.name == "adoption":
                            file.imports.drop(rule, alias)
                else:
                    delete(file, rule, statement)
    drop_unused_imports(file, rule, gone)


def of_check(statement: ast.stmt, options: Options) -> bool:
    """Whether a statement of ``ready()`` imports the adoption or connects what it has."""
    names = [n.attr for n in ast.walk(statement) if isinstance(n, ast.Attribute)]
    names += [n.id for n in ast.walk(statement) if isinstance(n, ast.Name)]
    return not RECEIVERS.isdisjoint(names) or imports(statement, options.app_module, inside=True)


def remove_imports(file: File) -> None:
    for statement in file.analysis.tree.body:
        if imports(statement, file.options.app_module, inside=True):
            delete(file, rule, statement)


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


def gone(tree: Tree, folder: str) -> list[str]:
    """The files of the adoption, and the packages of its command where nothing else is in them."""
    paths = [f"{folder}/adoption.py", f"{folder}/{COMMAND}"]
    for package in (f"{folder}/management/commands", f"{folder}/management"):
        inside = [path for path in tree if path.startswith(f"{package}/") and path not in paths]
        if inside == [f"{package}/__init__.py"] and not tree.read(inside[0]).strip():
            paths += inside
    # Without the command, the packages are the team's own.
    if f"{folder}/{COMMAND}" not in tree:
        paths = paths[:1]
    return [path for path in paths if path in tree]


def report_uses(codebase: Codebase, plain: set[str]) -> None:
    """Say what uses the adoption beside the files that are made ``plain`` and those that go."""
    tree, options = codebase.tree, codebase.options
    own = f"{options.app_path}/"
    ours = {*plain, f"{own}adoption.py", own + COMMAND}
    for path in tree:
        if not path.endswith(".py") or path in ours:
            continue
        inside = path.startswith(own)
        if file_imports(tree.read(path), options.app_module, inside=inside):
            codebase.report(
                rule,
                path,
                f"This file uses {options.app_module}.adoption, which goes away.",
                "Take that out first. A squashed migration that refers to it is squashed again "
                "afterwards, from the plain migrations.",
                Level.BLOCKER,
                column=1,
            )
