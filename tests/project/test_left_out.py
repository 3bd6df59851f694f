"""What belongs to the project and is not searched is named; what is searched elsewhere is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.shapes import git, repository
from tests.project.trees import in_git, plain
from tests.projects import write_files
from transformer.codemod.skipped import unread
from transformer.findings import Level
from transformer.options import Options
from transformer.project import Project, discover
from transformer.semantics import References
from transformer.tree import Tree

USER = "from django.contrib.auth.models import User\n"
POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)


def said(project: Project) -> list[tuple[str, str, Level]]:
    tree = Tree(project.root, project.files, project.contents)
    return [(f.code, f.path, f.level) for f in unread(References(project, tree), Options())]


def moved_out(root: Path, outside: Path) -> None:
    (root / "blog").rename(outside)
    (root / "blog").symlink_to(outside)


@pytest.fixture(params=["git", "plain"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    if request.param == "git":
        return in_git(folder, plain())
    write_files(folder, plain())
    return folder


def test_an_app_that_is_a_link(root: Path) -> None:
    moved_out(root, root.parent / "elsewhere")
    assert said(discover(root)) == [("US907", "blog", Level.BLOCKER)]


def test_an_app_that_is_a_link_within_the_project(root: Path) -> None:
    (root / "src").mkdir()
    moved_out(root, root / "src/blog")
    assert said(discover(root)) == [("US907", "blog", Level.BLOCKER)]


def test_a_module_that_is_a_link(root: Path) -> None:
    (root.parent / "signals.py").write_text(USER)
    (root / "blog/signals.py").symlink_to(root.parent / "signals.py")
    assert said(discover(root)) == [("US907", "blog/signals.py", Level.BLOCKER)]


def test_a_folder_that_is_no_app(root: Path) -> None:
    write_files(root.parent / "elsewhere", {"tool.py": USER})
    (root / "tools").symlink_to(root.parent / "elsewhere")
    assert said(discover(root)) == [("US907", "tools", Level.TODO)]


def test_what_is_left_out_by_choice(root: Path) -> None:
    moved_out(root, root.parent / "elsewhere")
    assert said(discover(root, exclude=["blog"])) == []


def test_links_that_hide_nothing(root: Path) -> None:
    (root / "blog/more.py").write_text(USER)
    (root / "again.py").symlink_to("blog/more.py")
    (root / "nowhere.py").symlink_to("gone.py")
    (root / "loop").symlink_to("loop")
    (root / "README").symlink_to("/etc/hostname")
    (root / "same").symlink_to("blog")
    write_files(root.parent / "pictures", {"a.svg": "<svg/>"})
    (root / "static").symlink_to(root.parent / "pictures")
    assert said(discover(root)) == []


def test_a_submodule(tmp_path: Path) -> None:
    root = in_git(tmp_path / "project", plain())
    repository(tmp_path / "theirs", {"models.py": USER.encode()})
    adding = ("-c", "protocol.file.allow=always", "submodule", "add", "-q")
    git(root, *adding, str(tmp_path / "theirs"), "theirs")
    assert said(discover(root)) == [("US907", "theirs", Level.TODO)]


def test_a_repository_of_its_own(root: Path) -> None:
    repository(root / "vendored", {"models.py": USER.encode()})
    assert said(discover(root)) == [("US907", "vendored", Level.TODO)]


def test_an_environment_is_none(root: Path) -> None:
    repository(root / "env", {"pyvenv.cfg": b"home = /usr/bin\n", "a.py": USER.encode()})
    assert said(discover(root)) == []


@pytest.mark.parametrize("entry", ["blog", "blog.apps.BlogConfig"])
def test_a_sparse_checkout(tmp_path: Path, entry: str) -> None:
    files = plain() | {"blog/models.py": USER, "tools/a.py": USER, "img/a": ""}
    files["mysite/settings.py"] = files["mysite/settings.py"].replace('"blog"', f'"{entry}"')
    root = in_git(tmp_path, files)
    git(root, "add", "-A")
    git(root, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "all")
    git(root, "sparse-checkout", "set", "mysite")
    found = said(discover(root))
    assert ("US907", "blog/models.py", Level.BLOCKER) in found
    assert ("US907", "tools/a.py", Level.TODO) in found
    assert not [path for _, path, _ in found if path.startswith("img")]


def test_pointers_of_large_files(root: Path) -> None:
    attributes = "*.json *.png filter=lfs diff=lfs merge=lfs -text\n"
    pointers = {"blog/fixtures/users.json": POINTER, "docs/picture.PNG": POINTER}
    write_files(root, {".gitattributes": attributes, **pointers})
    assert said(discover(root)) == [("US907", "blog/fixtures/users.json", Level.TODO)]


def test_a_text_about_pointers(root: Path) -> None:
    write_files(root, {"docs/lfs.md": POINTER})
    assert said(discover(root)) == []
