from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.environments import django_python
from tests.settings.shapes import CASES, copy_case, migrate, report

SHAPES = sorted(path.name for path in CASES.iterdir())
PACKAGES = (
    "django-configurations",
    "django-environ",
    "django-split-settings",
    "dynaconf",
    "pyyaml",
)
# The app has another name in a project that installs it as its neighbours are installed.
USERS = re.compile(r"users(\.apps\.UsersConfig)?")


@pytest.mark.parametrize("name", SHAPES)
def test_the_expected_files_change_and_no_other(name: str, tmp_path: Path) -> None:
    root = copy_case(name, tmp_path / "project")
    migrated = migrate(root)
    after = CASES / name / "after"
    expected = {
        path.relative_to(after).as_posix(): path.read_bytes()
        for path in after.rglob("*")
        if path.is_file()
    }
    assert not migrated.findings
    assert {change.path: change.after for change in migrated.changes} == expected


@pytest.mark.parametrize("name", SHAPES)
def test_a_second_run_changes_nothing(name: str, tmp_path: Path) -> None:
    root = copy_case(name, tmp_path / "project")
    migrate(root)
    again = migrate(root)
    assert not again.changes
    assert not again.findings


@pytest.mark.parametrize("name", SHAPES)
def test_django_reads_the_app_once_and_the_model_in_every_variant(
    name: str, tmp_path: Path
) -> None:
    python = django_python("5.2", *PACKAGES)
    root = copy_case(name, tmp_path / "project")
    variants = json.loads((CASES / name / "variants.json").read_text())
    before = [report(python, root, variant) for variant in variants]
    migrate(root)
    for variant, (apps, model) in zip(variants, before, strict=True):
        assert model == "auth.User"
        new_apps, new_model = report(python, root, variant)
        assert new_model == "users.User"
        assert [bool(USERS.fullmatch(app)) for app in new_apps].count(True) == 1
        others = [app for app in new_apps if not USERS.fullmatch(app)]
        assert others == [app for app in apps if not USERS.fullmatch(app)]
