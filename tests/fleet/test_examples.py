"""The examples of the documentation, called as the tools that they are for call them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.called import usershift
from tests.delivery.shapes import git
from tests.fleet import kinds
from transformer.fleet.manifest import read_manifest

CHECKOUT = Path(__file__).parents[2]
EXAMPLES = CHECKOUT / "docs" / "examples"
# As it is after an installation: the command on the path.
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def called(command: list[str], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": PATH, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_manifest_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checkouts" / "blog" / ".git").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    with (EXAMPLES / "fleet.toml").open() as lines:
        read = read_manifest(lines, "fleet.toml", tmp_path)
    found = {one.name: one.wanted for one in read.values()}
    assert list(found) == ["acme/shop", "backend", "blog"]
    assert found["backend"].project == "services/backend"
    assert {wanted.app for wanted in found.values()} == {"auto"}


def test_multi_gitter(tmp_path: Path) -> None:
    kinds.label_taken(tmp_path / "shop")
    kinds.not_django(tmp_path / "other")
    script = ["sh", str(EXAMPLES / "multi-gitter.sh")]
    dry = called(script, tmp_path / "shop", DRY_RUN="true")
    assert (dry.returncode, dry.stdout[:10]) == (0, "diff --git"), dry.stderr
    assert git(tmp_path / "shop", "status", "--porcelain") == b""
    assert called(script, tmp_path / "shop").returncode == 0
    assert b"accounts/" in git(tmp_path / "shop", "status", "--porcelain")
    assert called(script, tmp_path / "other").returncode == 0


def test_turbolift(tmp_path: Path) -> None:
    kinds.fine(tmp_path / "shop")
    assert called(["sh", str(EXAMPLES / "turbolift.sh")], tmp_path / "shop").returncode == 0
    assert b"users/" in git(tmp_path / "shop", "status", "--porcelain")


def test_all_repos(tmp_path: Path) -> None:
    pytest.importorskip("all_repos", reason="all-repos is not installed")
    kinds.fine(tmp_path / "work")
    bare = ["git", "clone", "-q", "--bare", "work", "shop.git"]
    subprocess.run(bare, cwd=tmp_path, check=True)
    (tmp_path / "repos.json").write_text(json.dumps({"shop": str(tmp_path / "shop.git")}))
    config = {
        "output_dir": "output",
        "source": "all_repos.source.json_file",
        "source_settings": {"filename": str(tmp_path / "repos.json")},
        "push": "all_repos.push.merge_to_master",
        "push_settings": {"fast_forward": False},
    }
    (tmp_path / "all-repos.json").write_text(json.dumps(config))
    (tmp_path / "all-repos.json").chmod(0o600)
    config_option = ["--config-filename", str(tmp_path / "all-repos.json")]
    cloned = called([sys.executable, "-m", "all_repos.clone", "-C", config_option[1]], tmp_path)
    assert cloned.returncode == 0, cloned.stdout + cloned.stderr
    identity = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    identity |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    script = [sys.executable, str(EXAMPLES / "all_repos_usershift.py"), *config_option]
    done = called(script, tmp_path, **identity)
    assert done.returncode == 0, done.stdout + done.stderr
    listed = git(tmp_path / "shop.git", "ls-tree", "-r", "--name-only", "main").decode()
    assert "users/models.py" in listed, done.stdout + done.stderr


def test_a_matrix_takes_every_repository_once(tmp_path: Path) -> None:
    names = [f"repo-{number}" for number in range(60)]
    (tmp_path / "fleet.toml").write_text(f"repositories = {json.dumps(names)}\n")
    job = yaml.safe_load((EXAMPLES / "github-matrix.yml").read_text())["jobs"]["part"]
    (call,) = [s["run"] for s in job["steps"] if s.get("run", "").startswith("usershift")]
    found = []
    for part in job["strategy"]["matrix"]["part"]:
        words = call.replace("${{ matrix.part }}", str(part)).split()[1:]
        done = usershift(tmp_path, *words, "--dry-run", "--work", f"part-{part}")
        assert done.returncode == 0, done.stderr
        found += re.findall(r"would run: .*(repo-\d+)", done.stderr)
    assert sorted(found) == sorted(names)


def test_the_action_annotates_what_it_finds(tmp_path: Path) -> None:
    kinds.fine(tmp_path / "shop")
    action = yaml.safe_load((CHECKOUT / "action.yml").read_text())
    step = action["runs"]["steps"][-1]
    given = {name: action["inputs"][name]["default"] for name in ("command", "arguments")}
    assert step["env"] == {name.upper(): f"${{{{ inputs.{name} }}}}" for name in given}
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    script = [bash, "-eo", "pipefail", "-c", step["run"]]
    env = {name.upper(): value for name, value in given.items()}
    done = called(script, tmp_path / "shop", **env)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::")
    tried = called(script, tmp_path / "shop", COMMAND="migrate --check", ARGUMENTS="--app people")
    assert tried.returncode == 1, tried.stderr
    assert git(tmp_path / "shop", "status", "--porcelain") == b""
