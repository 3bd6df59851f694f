"""django-tenants: each schema has users, content types and a history of its own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adoption.databases import Database
from tests.adoption.sites import Site, drivers, old_site
from tests.environments import django_python

pytestmark = pytest.mark.services
SERIES = "5.2"


def drive(site: Site, *step: str) -> str:
    packages = drivers(SERIES, {"postgresql"})
    python = django_python(SERIES, *packages, "django-tenants")
    settings = {alias: database.settings for alias, database in site.databases.items()}
    done = subprocess.run(
        [str(python), "tenants_drive.py", *step],
        cwd=site.folder,
        capture_output=True,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "DATABASES": json.dumps(settings),
            **({"USER_MODEL": site.model} if site.model else {}),
        },
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_schema_adopts_and_a_new_one_starts_fresh(
    tmp_path: Path, database: Callable[[str], Database]
) -> None:
    site = old_site(tmp_path / "project", SERIES, default=database("postgresql"))
    drive(site, "shared")
    drive(site, "make", "one")
    drive(site, "make", "two")
    before = json.loads(drive(site, "rows"))
    assert before["two"]["users"] == [[1, "two-user", ["auth.change_user"]]]
    new = site.with_users_app("bridge")
    drive(new, "migrate")
    after = json.loads(drive(new, "rows"))
    for name in ("one", "two"):
        assert after[name]["types"] == [[id_, "users"] for id_, _ in before[name]["types"]]
        assert after[name]["users"] == [[1, f"{name}-user", ["users.change_user"]]]
    drive(new, "make", "three")
    drive(new, "migrate")
    assert json.loads(drive(new, "rows"))["three"]["users"][0][2] == ["users.change_user"]
