"""What a project says of its settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from transformer.contents import Contents
from transformer.project import Project, SettingsModule

ADMIN = "django.contrib.admin"


@pytest.mark.parametrize(
    ("lists", "installed"),
    [
        ([("blog",), ("blog", ADMIN)], True),
        ([(f"{ADMIN}.apps.SimpleAdminConfig",)], True),
        ([("blog",), None], True),
        ([("blog", f"{ADMIN}docs")], False),
    ],
    ids=["in one of two", "by its config", "not known", "another app"],
)
def test_an_app_is_installed_where_settings_name_it_or_may(
    lists: list[tuple[str, ...] | None], installed: bool, tmp_path: Path
) -> None:
    settings = tuple(SettingsModule("site", "site.py", apps) for apps in lists)
    project = Project(Contents(tmp_path), "site", None, settings, None, (), ())
    assert project.installs(ADMIN) is installed
