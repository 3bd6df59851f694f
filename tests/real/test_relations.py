"""What the base rules make of imports and relations holds under every Django."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real.harness import SERIES, Case, check_runs

CASES = (
    Case(
        "a queryset in a module that imports the class",
        {
            "views.py": """\
                from django.contrib.auth.models import User


                def count():
                    return User.objects.count()
                """
        },
        probe="import views; print(views.count())",
        prints="0",
        before="AttributeError: Manager isn't available",
    ),
    Case(
        "a relation to the imported class",
        {
            "blog/__init__.py": "",
            "blog/models.py": """\
                from django.contrib.auth.models import User
                from django.db import models


                class Post(models.Model):
                    author = models.ForeignKey(User, models.CASCADE)
                    editor = models.ForeignKey("auth.User", models.CASCADE, related_name="+")
                """,
        },
        probe="""\
            from django.core.management import call_command
            call_command("check")
            from blog.models import Post
            print(Post._meta.get_field("author").related_model._meta.label)
            print(Post._meta.get_field("editor").related_model._meta.label)
            """,
        prints="System check identified no issues (0 silenced).\nusers.User\nusers.User",
        before="SystemCheckError",
        apps=("blog",),
    ),
)


@pytest.mark.parametrize("series", SERIES)
def test_runs(series: str, tmp_path: Path) -> None:
    check_runs(CASES, series, tmp_path)
