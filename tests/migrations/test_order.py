"""Names that travel through the project's own modules, while these are rewritten themselves."""

from __future__ import annotations

from pathlib import Path

from tests.projects import project_at, write_files
from transformer.options import Options
from transformer.pipeline import chosen_passes, run

FILES = {
    "blog/__init__.py": "",
    "blog/models.py": """\
        from django.contrib.auth.models import User
        from django.db import models


        class Post(models.Model):
            author = models.ForeignKey(User, models.CASCADE)
        """,
    "blog/views.py": """\
        from blog.models import User

        print(User.objects.count())
        """,
    "blog/migrations/__init__.py": "",
    "blog/migrations/0001_initial.py": """\
        from blog.models import User
        from django.db import migrations


        def count(apps, schema_editor):
            print(User.objects.count())


        class Migration(migrations.Migration):
            dependencies = []
            operations = [migrations.RunPython(count)]
        """,
}


def test_a_name_that_models_merely_imported(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    passes = chosen_passes(only=("migrations", "references"))
    tree = run(project_at(tmp_path), Options(), passes).tree
    assert b"User" not in tree.read("blog/models.py").replace(b"AUTH_USER_MODEL", b"")
    assert b"User = get_user_model()" in tree.read("blog/views.py")
    migration = tree.read("blog/migrations/0001_initial.py")
    assert b"    User = apps.get_model(settings.AUTH_USER_MODEL)" in migration
    assert b"blog.models" not in migration
