"""The dependency on the user model: where it goes, in which style, and where it is not needed."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.migrations.rewriting import rewritten
from transformer.findings import Level
from transformer.options import Options

HEAD = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
OPERATIONS = '    operations = [migrations.RunSQL("UPDATE auth_user SET last_name = 1")]\n'
USER = "migrations.swappable_dependency(settings.AUTH_USER_MODEL)"

# Title -> the statement before, the statement after.
STYLES = {
    "empty": ("dependencies = []", f"dependencies = [{USER}]"),
    "empty tuple": ("dependencies = ()", f"dependencies = ({USER},)"),
    "empty, over two lines": ("dependencies = [\n]", f"dependencies = [\n    {USER},\n]"),
    "only a comment": (
        "dependencies = [\n    # a\n]",
        f"dependencies = [\n    # a\n    {USER},\n]",
    ),
    "one line that grows too long": (
        'dependencies = [("blog", "0001_initial")]',
        f'dependencies = [\n    ("blog", "0001_initial"),\n    {USER},\n]',
    ),
    "one line with room": ("dependencies = [A]", f"dependencies = [A, {USER}]"),
    "one line with a last comma": ("dependencies = [A,]", f"dependencies = [A, {USER},]"),
    "one element of a tuple": ("dependencies = (A,)", f"dependencies = (A, {USER})"),
    "no last comma, but a comment": (
        'dependencies = [\n    ("a", "b")  # (so)\n]',
        f'dependencies = [\n    ("a", "b"),  # (so)\n    {USER}\n]',
    ),
    "a comment in the end": (
        'dependencies = [\n    ("a", "b"),  # so, so\n    # and so\n]',
        f'dependencies = [\n    ("a", "b"),  # so, so\n    # and so\n    {USER},\n]',
    ),
    "the bracket behind the last": (
        'dependencies = [("a", "b"),\n                ("c", "d")]',
        f'dependencies = [("a", "b"),\n                ("c", "d"),\n                {USER}]',
    ),
    "a sum": (
        'dependencies = A + [\n    ("a", "b"),\n]',
        f'dependencies = A + [\n    ("a", "b"),\n    {USER},\n]',
    ),
    "an annotation": ("dependencies: list = [A]", f"dependencies: list = [A, {USER}]"),
    "a name": ("dependencies = A", f"dependencies = [*A, {USER}]"),
    "a condition": ("dependencies = A if B else []", f"dependencies = [*(A if B else []), {USER}]"),
    "a tuple without parentheses": ("dependencies = A, B", f"dependencies = A, B, {USER}"),
    "more is added later": (
        "dependencies = [A]\ndependencies += [B]",
        f"dependencies = [A, {USER}]\ndependencies += [B]",
    ),
    "two branches": (
        "if A:\n    dependencies = [A]\nelse:\n    dependencies = [B]",
        f"if A:\n    dependencies = [A, {USER}]\nelse:\n    dependencies = [B, {USER}]",
    ),
    "missing": ("initial = True", f"initial = True\ndependencies = [\n    {USER},\n]\n"),
}


def indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))


@pytest.mark.parametrize("title", STYLES)
def test_it_joins_in_the_style_of_the_list(title: str, tmp_path: Path) -> None:
    before, after = STYLES[title]
    text, _ = rewritten(tmp_path, HEAD + indented(before) + OPERATIONS)
    assert text == "from django.conf import settings\n" + HEAD + indented(after) + OPERATIONS


def test_tabs_and_carriage_returns(tmp_path: Path) -> None:
    source = HEAD + indented('dependencies = [\n    ("a", "b")\n]') + OPERATIONS
    text, _ = rewritten(tmp_path, source.replace("    ", "\t").replace("\n", "\r\n"))
    assert f'\t\t("a", "b"),\r\n\t\t{USER}\r\n\t]\r\n' in text
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("head", "element"),
    [
        (
            "import django.db.migrations\nclass Migration(django.db.migrations.Migration):\n",
            "django.db.migrations.swappable_dependency(settings.AUTH_USER_MODEL)",
        ),
        (
            "from django.db import migrations as m\nclass Migration(m.Migration):\n",
            "m.swappable_dependency(settings.AUTH_USER_MODEL)",
        ),
        (
            "from django.db.migrations import Migration as M\nclass Migration(M):\n",
            "migrations.swappable_dependency(settings.AUTH_USER_MODEL)",
        ),
        (
            f"from blog import settings\n{HEAD}",
            "migrations.swappable_dependency(django_settings.AUTH_USER_MODEL)",
        ),
    ],
)
def test_names_as_the_file_has_them(head: str, element: str, tmp_path: Path) -> None:
    operations = "    dependencies = []\n    operations = [run('UPDATE auth_user SET x = 1')]\n"
    text, _ = rewritten(tmp_path, head + operations)
    assert f"    dependencies = [{element}]\n" in text


def test_a_base_class_keeps_its_dependencies(tmp_path: Path) -> None:
    source = "from blog.base import Base\n\n\nclass Migration(Base):\n" + OPERATIONS
    base = """\
        from django.db import migrations


        class Base(migrations.Migration):
            dependencies = [("blog", "0001_initial")]
        """
    text, _ = rewritten(tmp_path, source, base=base)
    expected = f"    dependencies = [\n        *Base.dependencies,\n        {USER},\n    ]\n\n"
    assert expected in text


@pytest.mark.parametrize(
    "operation",
    [
        'migrations.RunSQL("DELETE FROM auth_user_groups")',
        "migrations.RunPython(lambda apps, _: get_user_model())",
        'migrations.RunPython(lambda apps, _: call_command("createsuperuser"))',
        'migrations.RunPython(lambda apps, _: call_command("loaddata", "people.json"))',
        "migrations.RunPython(fill)",
        "migrations.RunPython(helpers.fill)",
        "migrations.RunPython(passed_on)",
        "migrations.RunPython(lambda apps, _: Service().run())",
        'migrations.RunPython(lambda apps, _: call_command("loaddata", "people"))',
        "Operation()",
        'migrations.RunPython(lambda apps, _: apps.get_model("users", "User"))',
        'migrations.CreateModel("A", [], bases=("users.user",))',
        'migrations.AddField("a", "b", models.ForeignKey(USER, models.CASCADE))',
    ],
)
def test_what_needs_the_user_model(operation: str, tmp_path: Path) -> None:
    source = f"""\
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.core.management import call_command
        from django.db import migrations, models
        from blog import helpers
        from blog.helpers import Operation, Service, fill
        from blog.more import passed_on

        USER = getattr(settings, "AUTH_USER_MODEL", "auth.User")


        class Migration(migrations.Migration):
            dependencies = []
            operations = [{operation}]
        """
    helpers = """\
        from django.contrib.auth import get_user_model
        from django.db.migrations.operations.base import Operation as Base


        def fill(apps, schema_editor):
            return other()


        def other():
            return get_user_model()


        class Operation(Base):
            def database_forwards(self, app, editor, old, new):
                editor.execute("DELETE FROM auth_user")


        class Service:
            def run(self):
                return other()
        """
    (tmp_path / "people.json").write_text('[{"model": "auth.user", "fields": {}}]')
    text, _ = rewritten(
        tmp_path, source, helpers=helpers, more="from blog.helpers import fill as passed_on\n"
    )
    assert f"    dependencies = [{USER}]\n" in text


@pytest.mark.parametrize(
    "operation",
    [
        'migrations.RunSQL("DELETE FROM auth_group")',
        'migrations.RunPython(lambda apps, _: call_command("loaddata", "groups.json"))',
        "migrations.RunPython(fill)",
        "migrations.RunPython(lambda apps, _: helpers.Post.objects.update(draft=True))",
        'migrations.CreateModel("A", [], managers=[("objects", helpers.Posts())])',
        'migrations.AddField("a", "b", models.CharField(default=helpers.name))',
        'migrations.AlterModelTable("a", "auth_users")',
        'migrations.AddField("a", "b", models.CharField(help_text="a name in auth_user"))',
        'migrations.AlterModelOptions("a", {"verbose_name": "auth.user"})',
        'migrations.AddField("user", "b", models.CharField(max_length=3))',
    ],
)
def test_what_does_not_need_it(operation: str, tmp_path: Path) -> None:
    source = f"""\
        from django.core.management import call_command
        from django.db import migrations, models
        from blog import helpers
        from blog.helpers import fill


        class Migration(migrations.Migration):
            '''Nothing on auth_user or auth.User.'''

            dependencies = [("auth", "0001_initial")]
            operations = [{operation}]
        """
    helpers = """\
        from django.contrib.auth.models import User


        def fill(apps, schema_editor):
            return 1


        def name(instance, filename):
            return instance.user.username


        def other():
            return User.objects.first()


        class Posts:
            def mine(self):
                return other()


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)
        """
    (tmp_path / "groups.json").write_text('[{"model": "auth.group", "fields": {}}]')
    text, _ = rewritten(tmp_path, source, helpers=helpers)
    assert text == dedent(source)


FIRST = """\
    from django.conf import settings
    from django.db import migrations


    class Migration(migrations.Migration):
        dependencies = [{0}]
        operations = [{1}]
    """
CHAIN = HEAD + '    dependencies = [("blog", "0001_initial")]\n' + OPERATIONS


@pytest.mark.parametrize(
    ("dependency", "operation"),
    [(USER, ""), ('("users", "0001_initial")', ""), ("", "migrations.RunSQL('SELECT auth_user')")],
    ids=["says so", "names the migration", "will say so"],
)
def test_an_earlier_migration_of_the_app_has_it(
    dependency: str, operation: str, tmp_path: Path
) -> None:
    first = FIRST.format(dependency, operation)
    text, _ = rewritten(tmp_path, CHAIN, migrations__0001_initial=first)
    assert text == CHAIN


@pytest.mark.parametrize(
    ("dependency", "operation"),
    [
        ('("accounts", "0001_initial")', ""),
        ("", 'migrations.RunPython(lambda apps, _: fill("people.jsonl"))'),
        ("", 'migrations.RunPython(lambda apps, _: fill("people.yml"))'),
    ],
    ids=["names the migration", "reads JSON lines", "reads YAML"],
)
def test_an_earlier_migration_has_it_and_says_no_word_of_the_user(
    dependency: str, operation: str, tmp_path: Path
) -> None:
    first = FIRST.format(dependency, operation).replace("from django.conf import settings", "")
    options = Options(app="accounts", app_module="accounts", app_path="accounts")
    for name in ("people.jsonl", "people.yml"):
        (tmp_path / name).write_text('{"model": "auth.user", "fields": {}}')
    text, _ = rewritten(tmp_path, CHAIN, options=options, migrations__0001_initial=first)
    assert text == CHAIN


def test_a_long_history(tmp_path: Path) -> None:
    names = [f"{number:04}_step" for number in range(1, 400)]
    history = {
        f"migrations__{name}": FIRST.format(f'("blog", "{before}")', "")
        for before, name in zip(["0000_first", *names], names, strict=False)
    }
    history["migrations__0000_first"] = FIRST.format(USER, "")
    source = CHAIN.replace("0001_initial", names[-1])
    text, _ = rewritten(tmp_path, source, **history)
    assert text == source


def test_an_earlier_migration_has_not(tmp_path: Path) -> None:
    first = FIRST.format('("auth", "0001_initial"), ("blog", "0002_more")', "")
    text, _ = rewritten(tmp_path, CHAIN, migrations__0001_initial=first)
    assert USER in text


def test_the_same_name_in_another_app_does_not_count(tmp_path: Path) -> None:
    first = FIRST.format(USER, "")
    source = CHAIN.replace('"blog"', '"shop"')
    text, _ = rewritten(tmp_path, source, migrations__0001_initial=first)
    assert USER in text


def test_the_app_that_takes_the_model_in_has_it(tmp_path: Path) -> None:
    options = Options(app="blog", app_module="blog", app_path="blog", strategy="graft")
    text, _ = rewritten(tmp_path, CHAIN, options=options)
    assert text == CHAIN


def test_a_line_that_says_ignore(tmp_path: Path) -> None:
    source = CHAIN.replace("Migration):", "Migration):  # usershift: ignore[US502]")
    text, _ = rewritten(tmp_path, source)
    assert text == source


def test_a_migration_that_is_made_elsewhere_is_left_to_a_person(tmp_path: Path) -> None:
    source = "from blog.base import make\n\nMigration = make('UPDATE auth_user SET email = NULL')\n"
    text, findings = rewritten(tmp_path, source, base="def make(sql):\n    return sql\n")
    assert text == source
    assert ("US502", Level.TODO) in {(f.code, f.level) for f in findings}


def test_a_class_on_one_line_is_left_to_a_person(tmp_path: Path) -> None:
    source = "from django.db import migrations\nRUN = 'SELECT 1 FROM auth_user'\n"
    source += "class Migration(migrations.Migration): operations = [migrations.RunSQL(RUN)]\n"
    text, findings = rewritten(tmp_path, source)
    assert text == source
    assert [f.line for f in findings if (f.code, f.level) == ("US502", Level.TODO)] == [3]
