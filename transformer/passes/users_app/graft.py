"""The model goes into an app that is there, whose first migration every database has applied.

Django accepts a database whose history has every migration by name; it does not compare their
contents. So ``class User`` goes into the app's ``models.py`` and its ``CreateModel`` to the front
of the app's first migration: an existing database has applied that, and a new one creates the
table. A new last migration moves the content type.

What must hold: the first migration, and whatever it depends on, come before everything that depends
on the user model, or the graph of migrations has a cycle.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from transformer.codemod.draft import Draft
from transformer.edits import Create
from transformer.errors import Refused
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.passes import Outcome
from transformer.passes.users_app.graph import Node, ancestors, migrations_of, root_and_leaf
from transformer.passes.users_app.render import UsersApp, render
from transformer.project import Project
from transformer.references import References
from transformer.rules import Example, Rule
from transformer.tree import Tree

MIGRATION = """\
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("user", models.ForeignKey(on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
"""

rule = Rule(
    "US210",
    "grafted-user-model",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#substituting-a-custom-user-model",
    examples=(
        Example(
            path="profiles/models.py",
            before="""\
                from django.contrib.auth.models import User
                from django.db import models


                class Profile(models.Model):
                    user = models.ForeignKey(User, on_delete=models.CASCADE)
                """,
            after='''\
                from django.contrib.auth.models import AbstractUser
                from django.db import models


                class User(AbstractUser):
                    """The user of this project, in the table that django.contrib.auth made."""

                    id = models.AutoField(primary_key=True)

                    class Meta(AbstractUser.Meta):
                        db_table = "auth_user"


                class Profile(models.Model):
                    user = models.ForeignKey(User, on_delete=models.CASCADE)
                ''',
            files={"profiles/migrations/0001_initial.py": MIGRATION},
            options={
                "strategy": "graft",
                "app": "profiles",
                "app_module": "profiles",
                "app_path": "profiles",
            },
            reports=("US210",),
        ),
        Example(
            title="an app that holds the model already",
            path="profiles/models.py",
            before="""\
                from django.contrib.auth.models import AbstractUser


                class User(AbstractUser):
                    class Meta(AbstractUser.Meta):
                        db_table = "auth_user"
                """,
            files={
                "profiles/migrations/0001_initial.py": 'CreateModel(name="User")',
                "profiles/migrations/0002_adopt_content_type.py": "",
            },
            options={
                "strategy": "graft",
                "app": "profiles",
                "app_module": "profiles",
                "app_path": "profiles",
            },
        ),
    ),
)

MODEL = '''\
class User(AbstractUser):
    """The user of this project, in the table that django.contrib.auth made."""

    id = models.AutoField(primary_key=True)

    class Meta(AbstractUser.Meta):
        db_table = "auth_user"


'''
# Apps of Django whose migrations do not need the user model.
EARLY = {"auth", "contenttypes", "sessions", "sites", "flatpages", "redirects", "postgres"}
IMPORTS = ("django.contrib.auth.models", "django.contrib.auth.validators", "django.utils.timezone")


def make(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    folder = options.app_path
    if any(
        path.startswith(f"{folder}/migrations/") and "adopt_content_type" in path for path in tree
    ):
        return
    nodes = migrations_of(project, references, tree)
    root, leaf = root_and_leaf(options.app, nodes)
    check_graph(root, nodes, options)
    models = Draft(f"{folder}/models.py", read_models(tree, options), rule.code)
    add_model(models)
    first = Draft(root.path, tree.read(root.path), rule.code)
    number = int(leaf.name[:4]) + 1 if leaf.name[:4].isdigit() else 1
    app = UsersApp(
        label=options.app,
        module=options.app_module,
        series=project.django.series if project.django else (6, 1),
        strategy="graft",
        first=root.name,
        previous=leaf.name,
        adopt=f"{number:04}_adopt_content_type",
    )
    add_creation(first, app, options)
    for draft in (models, first):
        if draft.rewrite:
            yield draft.rewrite
    for path, content in render(app, ["adoption.py", f"migrations/{app.adopt}.py"]).items():
        yield Create(f"{folder}/{path}", content, rule.code)
    yield Finding(
        rule.code,
        Level.REVIEW,
        root.path,
        0,
        1,
        "The user model is created by this migration, which every database must have applied "
        "before the release.",
        f"Check it: `showmigrations {options.app}` on each of them. A database without it is "
        "refused by Django (InconsistentMigrationHistory), and nothing is changed.",
    )


def read_models(tree: Tree, options: Options) -> bytes:
    """Raises Refused where the model cannot be put into ``models.py``."""
    path = f"{options.app_path}/models.py"
    if path not in tree:
        raise Refused(
            f"The app {options.app} has no models.py for the user model to go into.",
            "Choose an app with one, or another strategy.",
        )
    source = tree.read(path)
    if re.search(rb"^class User\b", source, re.MULTILINE):
        raise Refused(
            f"{path} has a class User already.", "Choose another app, or another strategy."
        )
    return source


def check_graph(root: Node, nodes: dict[tuple[str, str], Node], options: Options) -> None:
    """Raises Refused where the first migration comes after one that needs the user model."""
    for key in ancestors(root, nodes):
        label, name = key
        node = nodes.get(key)
        if node is None and label not in EARLY:
            raise Refused(
                f"{root.path} depends on {label}.{name}, whose file is not in the project: it may "
                "need the user model before it is there.",
                "Choose an app whose first migration depends on no package, or another strategy.",
            )
        if node is not None and node.needs_user:
            raise Refused(
                f"{root.path} depends on {label}.{name}, which depends on the user model: the "
                "graph of migrations would have a cycle.",
                "Choose an app whose first migration comes earlier, or another strategy.",
            )
    if any(node.replaces for node in nodes.values() if node.label == options.app):
        raise Refused(
            f"The app {options.app} has squashed migrations.",
            "Turn the squashed migration into a plain one first, or choose another strategy.",
        )


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


def add_creation(draft: Draft, app: UsersApp, options: Options) -> None:
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
