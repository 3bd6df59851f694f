"""Python of an app that is on disk and that git ignores."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.trees import in_git, plain
from tests.projects import write_files
from transformer.codemod.skipped import unread
from transformer.findings import Level
from transformer.options import Options
from transformer.project import Project, discover
from transformer.semantics import References
from transformer.tree import Tree

CHILD = """\
    class Migration(migrations.Migration):
        operations = [
            migrations.CreateModel(name="Member", fields=[], bases=("auth.user",)),
        ]
    """
IGNORE = "**/migrations/0*.py\nlocal/\n"


def said(project: Project) -> list[tuple[str, str, int]]:
    tree = Tree(project.root, project.files, project.contents)
    findings = unread(References(project, tree), Options())
    assert all(f.level is Level.TODO for f in findings)
    return [(f.code, f.path, f.line) for f in findings]


def test_a_migration_that_names_the_user(tmp_path: Path) -> None:
    files = plain() | {"blog/migrations/0001_initial.py": CHILD, ".gitignore": IGNORE}
    project = discover(in_git(tmp_path, files))
    assert "blog/migrations/0001_initial.py" not in project.files
    assert said(project) == [("US906", "blog/migrations/0001_initial.py", 3)]
    (finding,) = unread(References(project, Tree(tmp_path, project.files)), Options())
    assert "of the app blog names the auth user" in finding.message
    assert "Let git follow blog/migrations/" in finding.remedy


def test_outside_git(tmp_path: Path) -> None:
    files = plain() | {"blog/migrations/0001_initial.py": CHILD, ".gitignore": IGNORE}
    write_files(tmp_path, files)
    assert [path for _, path, _ in said(discover(tmp_path))] == ["blog/migrations/0001_initial.py"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("from django.contrib.auth.models import (\n    Group,\n    User,\n)\n", True),
        ("apps.get_model('auth', 'User')\n", True),
        ("django.contrib.auth.models.User\n", True),
        ("from django.contrib.auth.models import UserManager\n", False),
        ("migrations.swappable_dependency(settings.AUTH_USER_MODEL)\n", False),
        ("class User: pass\n", False),
    ],
)
def test_other_python_of_an_app(content: str, named: bool, tmp_path: Path) -> None:
    files = plain() | {"blog/local/extra.py": content, ".gitignore": IGNORE}
    assert bool(said(discover(in_git(tmp_path, files)))) is named


def test_what_is_no_part_of_the_app(tmp_path: Path) -> None:
    files = {
        "blog/local/pyvenv.cfg": "",
        "blog/local/lib/a.py": CHILD,
        "blog/node_modules/a.py": CHILD,
        "local/a.py": CHILD,
        ".gitignore": f"{IGNORE}node_modules/\n",
    }
    assert said(discover(in_git(tmp_path, plain() | files))) == []
