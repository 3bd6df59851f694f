"""The graph of migrations, as far as their files tell it."""

from __future__ import annotations

from pathlib import Path

from tests.projects import project_at, write_files
from transformer.edits import Rewrite, Splice
from transformer.project.migrations import MigrationIndex
from transformer.semantics import References
from transformer.tree import Tree


def migration(*dependencies: tuple[str, str], replaces: str = "[]") -> str:
    return (
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        f"    replaces = {replaces}\n    dependencies = {list(dependencies)}\n"
    )


def index_of(root: Path, **migrations: str) -> MigrationIndex:
    """``migrations`` by label and name, as in ``blog_0001``."""
    files = {}
    for name, text in migrations.items():
        label, _, rest = name.partition("_")
        files |= {f"{label}/models.py": "", f"{label}/migrations/{rest}.py": text}
    write_files(root, files)
    project = project_at(root)
    return References(project, Tree(root, project.files)).migrations


def names(index: MigrationIndex, label: str) -> tuple[list[str], list[str]]:
    roots, leaves = index.ends_of(label)
    return [one.name for one in roots], [one.name for one in leaves]


def test_a_migration_for_a_newer_python_is_in_it(tmp_path: Path) -> None:
    source = """\
        from django.conf import settings
        from django.db import migrations


        def forwards(apps, schema_editor):
            try:
                pass
            except ValueError, TypeError:
                pass


        class Migration(migrations.Migration):
            dependencies = [
                ("shop", "0001_initial"),
                migrations.swappable_dependency(settings.AUTH_USER_MODEL),
            ]
        """
    [found] = index_of(tmp_path, blog_0001_initial=source).files.values()
    assert found.key == ("blog", "0001_initial")
    assert found.dependencies == (("shop", "0001_initial"),)


def test_ancestors_come_nearest_first_and_files_may_be_missing(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        blog_0001=migration(("auth", "0001_initial")),
        blog_0002=migration(("blog", "0001")),
        shop_0001=migration(("blog", "__latest__")),
    )
    above = list(index.ancestors("shop/migrations/0001.py"))
    assert above == [("blog", "0002"), ("blog", "0001"), ("auth", "0001_initial")]
    assert index.by_key.keys().isdisjoint([("auth", "0001_initial")])


def test_the_first_migration_of_another_app(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        blog_0001=migration(),
        blog_0002=migration(("blog", "0001")),
        shop_0001=migration(("blog", "__first__")),
    )
    assert list(index.ancestors("shop/migrations/0001.py")) == [("blog", "0001")]


def test_a_graph_with_a_cycle_has_no_order(tmp_path: Path) -> None:
    index = index_of(
        tmp_path, blog_0001=migration(("shop", "0001")), shop_0001=migration(("blog", "0001"))
    )
    assert list(index.ancestors("blog/migrations/0001.py")) == []


def test_the_ends_of_an_app_are_without_what_a_squashed_migration_replaces(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        blog_0001=migration(),
        blog_0002=migration(("blog", "0001")),
        blog_0001_squashed_0002=migration(replaces='[("blog", "0001"), ("blog", "0002")]'),
        blog_0003=migration(("blog", "0002")),
    )
    assert names(index, "blog") == (["0001_squashed_0002"], ["0003"])
    assert index.by_key["blog", "0003"].next_number == "0004"


def test_an_unreadable_migration_is_an_end_of_its_own(tmp_path: Path) -> None:
    index = index_of(tmp_path, blog_0001=migration(), blog_0002=migration() + "(\n")
    assert names(index, "blog")[1] == ["0001", "0002"]


def test_another_folder_of_the_same_name_is_no_part_of_an_app(tmp_path: Path) -> None:
    write_files(tmp_path, {"old/blog/migrations/0009.py": migration(("blog", "0008"))})
    index = index_of(tmp_path, blog_0001=migration())
    assert names(index, "blog") == (["0001"], ["0001"])


def test_it_is_read_again_when_a_file_has_changed(tmp_path: Path) -> None:
    write_files(tmp_path, {"blog/models.py": "", "blog/migrations/0001.py": migration()})
    project = project_at(tmp_path)
    tree = Tree(tmp_path, project.files)
    references = References(project, tree)
    assert names(references.migrations, "blog") == (["0001"], ["0001"])
    tree.begin("migrations")
    path = "blog/migrations/0001.py"
    tree.apply(Rewrite(path, (Splice(0, len(tree.read(path)), b"", "US502"),)))
    references.forget(path)
    assert names(references.migrations, "blog") == ([], [])
