"""What packages of the index do is the same before and after, or a finding says what is not."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.called import usershift
from tests.delivery.shapes import repository
from tests.environments import django_python
from tests.packages.installed import PACKAGES, project

# Each takes the place of the same templates as another, or brings a site of its own.
ALONE = ("cms", "oscar", "registration", "su", "wagtail")
TOGETHER = tuple(name for name in PACKAGES if name not in ALONE)


def asked(root: Path, command: str, *options: str | Path) -> dict[str, Any]:
    done = usershift(root, command, *options, "--format", "json")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("guardian", "reversion", "rest"), id="three"),
        pytest.param(TOGETHER, id="many", marks=pytest.mark.soak),
        *(pytest.param((name,), id=name, marks=pytest.mark.soak) for name in ALONE),
    ],
)
def test_a_project_with_packages_is_the_same_or_told(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    requirements = [word for name in names for word in PACKAGES[name].requirement.split()]
    python = django_python("4.2", *requirements)
    files = {path: text.encode() for path, text in project(names).items()}
    root = repository(tmp_path / "project", files)
    made = [python, "manage.py", "makemigrations", "notes"]
    subprocess.run(made, cwd=root, check=True, capture_output=True)
    proofs = asked(root, "verify", "--python", python, "--tests", "manage.py test")["proofs"]
    failed = {proof["name"]: proof["evidence"] for proof in proofs if proof["verdict"] == "failed"}
    told = {f["code"] for f in asked(root, "migrate", "-n", "--python", python)["findings"]}
    named = {PACKAGES[name].named for name in names} - {""}
    assert named <= told
    assert len(proofs) > 10
    assert bool(failed) == bool(named), failed
