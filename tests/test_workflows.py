"""The workflows of the code host: nothing in them changes by itself, what they name is there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).parents[1]
WORKFLOWS = sorted(CHECKOUT.glob(".github/workflows/*.yml"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")


def steps(workflow: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_and_says_its_version(workflow: Path) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert all(PINNED.fullmatch(one) for one in used), used
    lines = [line for line in workflow.read_text().splitlines() if "uses:" in line]
    assert all(re.search(r" # v\d+\.\d+\.\d+$", line) for line in lines), lines


def test_what_a_workflow_calls_is_there() -> None:
    (workflow,) = (path for path in WORKFLOWS if path.stem == "tests")
    commands = "\n".join(step.get("run", "") for step in steps(workflow))
    tests = re.findall(r"tests/\S+", commands)
    assert len(tests) > 10
    assert [name for name in tests if not (CHECKOUT / name).exists()] == []
    targets = re.findall(r"make ([\w ]+)", commands)
    made = (CHECKOUT / "Makefile").read_text()
    assert all(f"\n{target}:" in made for found in targets for target in found.split())


def test_a_release_needs_no_token() -> None:
    (workflow,) = (path for path in WORKFLOWS if path.stem == "release")
    text = workflow.read_text()
    assert "secrets." not in text
    assert "password" not in text
    publish = yaml.safe_load(text)["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["steps"][-1]["with"]["attestations"] is True


@pytest.mark.parametrize("repository", ["", "somebody/usershift"])
def test_the_metadata_names_the_repository_it_is_built_in(repository: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "hatchling", "metadata", "urls"],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "GITHUB_REPOSITORY": repository,
            "GITHUB_SERVER_URL": "https://git.example",
        },
        capture_output=True,
        check=True,
    )
    urls = json.loads(said.stdout)
    assert urls["Django ticket"].startswith("https://code.djangoproject.com/")
    assert urls.get("Homepage") == (f"https://git.example/{repository}" if repository else None)
