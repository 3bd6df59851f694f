from __future__ import annotations

import json
from pathlib import Path

from tests.cli.called import git_project, usershift
from tests.delivery.shapes import git
from tests.fleet import kinds

MANIFEST = """
[[repositories]]
source = "shop"
environments = ["staging", "production"]

[[repositories]]
source = "site"
"""


def stands(folder: Path, *args: str) -> dict[str, str]:
    done = usershift(folder, "batch", "status", "fleet.toml", "--jobs", "2", *args)
    assert done.returncode == 0, done.stderr
    lines = (folder / "usershift-batch" / "summary.jsonl").read_text().splitlines()
    entries = list(map(json.loads, lines))
    for entry in entries:
        assert bool(entry["standing_message"]) is (entry["standing"] == "unknown")
    return {entry["name"]: entry["standing"] for entry in entries}


def test_a_campaign_from_its_branch_to_the_renamed_table(tmp_path: Path) -> None:
    shop = git_project(tmp_path / "shop")
    kinds.own_user(tmp_path / "site")
    move = ("--branch", "move/{name}", "--push")
    (tmp_path / "fleet.toml").write_text(MANIFEST)
    assert stands(tmp_path) == {"shop": "not-begun", "site": "unknown"}
    done = usershift(tmp_path, "batch", "fleet.toml", *move, "--jobs", "2", "--only", "shop")
    assert done.returncode == 0, done.stderr
    # The branch that is looked for is the one that was made.
    assert stands(tmp_path)["shop"] == "switched"
    git(shop, "merge", "-q", "move/shop")
    assert stands(tmp_path)["shop"] == "merged"
    assert stands(tmp_path, "--adopted", "shop=staging")["shop"] == "merged"
    assert stands(tmp_path, "--adopted", "shop=production")["shop"] == "adopted"
    for command, standing in (("finalize", "finalized"), ("rename-table", "renamed")):
        assert usershift(shop, command, "--commit").returncode == 0
        assert stands(tmp_path, "--only", "shop")["shop"] == standing
    # What the batch itself found stays as it was.
    lines = (tmp_path / "usershift-batch" / "summary.jsonl").read_text().splitlines()
    assert [json.loads(line)["state"] for line in lines] == ["done", "waiting"]


def test_what_is_to_be_merged_first_has_a_standing_of_its_own(tmp_path: Path) -> None:
    shop = git_project(tmp_path / "shop")
    (tmp_path / "fleet.toml").write_text("repositories = [{ source = 'shop' }]\n")
    prepare = ("--stage", "prepare", "--branch", "usershift/{stage}")
    assert usershift(tmp_path, "batch", "fleet.toml", "--push", *prepare).returncode == 0
    assert stands(tmp_path, *prepare) == {"shop": "branch"}
    git(shop, "merge", "-q", "usershift/prepare")
    assert stands(tmp_path, *prepare) == {"shop": "prepared"}


def test_what_was_said_of_an_environment_that_is_not_there(tmp_path: Path) -> None:
    git_project(tmp_path / "shop")
    (tmp_path / "fleet.toml").write_text(MANIFEST)
    for said in ("shop", "shop=qa", "blog=staging"):
        asked = ("fleet.toml", "--cached", "--adopted", said)
        done = usershift(tmp_path, "batch", "status", *asked)
        assert done.returncode == 2
        assert "--adopted: " in done.stderr
