"""The graph of migrations, as far as their files tell it."""

from __future__ import annotations

from pathlib import Path

from tests.projects import project_at, write_files
from transformer.semantics import References
from transformer.strategies.users_app.graph import migrations_of
from transformer.tree import Tree


def test_a_migration_for_a_newer_python_is_in_it(tmp_path: Path) -> None:
    migration = """\
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
    write_files(
        tmp_path,
        {
            "blog/models.py": "",
            "blog/migrations/__init__.py": "",
            "blog/migrations/0001_initial.py": migration,
        },
    )
    project = project_at(tmp_path)
    tree = Tree(tmp_path, project.files)
    [(key, node)] = migrations_of(project, References(project, tree), tree).items()
    assert key == ("blog", "0001_initial")
    assert node.dependencies == (("shop", "0001_initial"),)
    assert node.needs_user
