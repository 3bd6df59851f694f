"""The sample projects work before they are migrated: else nothing is proved by migrating them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "sample_projects"
PROJECTS = sorted(path.parent.name for path in SAMPLES.glob("*/manage.py"))


def manage(project: Path, *arguments: str) -> str:
    """What `manage.py` with `arguments` printed; the test fails when the command does."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("DB_") and key != "DJANGO_SETTINGS_MODULE"
    }
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=project,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


@pytest.fixture(params=PROJECTS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLES / request.param, tmp_path / request.param))


def test_a_fresh_database_is_migrated_and_filled(project: Path) -> None:
    manage(project, "makemigrations", "--check", "--dry-run")
    manage(project, "migrate", "-v0")
    assert "sessions" in manage(project, "populate")


def test_its_own_tests_pass(project: Path) -> None:
    assert "\nOK\n" in manage(project, "test")


def test_shop_also_keeps_people_in_a_database_of_their_own() -> None:
    settings = "--settings=config.settings.two_databases"
    assert "\nOK\n" in manage(SAMPLES / "shop", "test", settings)
