"""Every command of a shell block in README and docs is run, or stands below with what runs it.

Blocks of ``console`` hold outputs: ``docs/console.py`` runs them, and a test compares the pages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from tests.cli.called import git_project
from tests.delivery.shapes import git
from tests.end_to_end.samples import old
from tests.environments import django_python
from tests.test_docs import CHECKOUT, WRITTEN

BLOCK = re.compile(r"^( *)```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
ELSEWHERE = {
    "make demo": "tests/test_demo.py",
    "make test": "this is it",
    "make help": "a test below",
    "make lint": "`.ci/run` does",
    "make format": "it writes to the checkout",
    "make bare": "tests/test_bare.py, and `.ci/run`",
    "make services": "tests/services.py, and `.ci/run`",
    "make audit": "it asks for a list of the network: tests/test_audit.py",
    "make site": "tests/test_docs.py, in the long run",
    "make docs": "tests/test_rules.py compares the pages",
    "make soak": "it is the long run",
    ".ci/run": "it runs this",
    "pipx install django-usershift": "it installs from the network: tests/test_installed.py",
    "pipx install .": "tests/test_installed.py installs what it installs",
    "python3 -m venv ~/usershift": "tests/test_installed.py installs what it installs",
    "usershift --install-completion": "it writes to your shell: tests/cli/test_completion.py",
    "usershift rehearse --clone": "tests/proof/test_rehearse.py, on servers",
    "DB_NAME=restored_backup usershift rehearse --copy": "tests/proof/test_rehearse.py, on servers",
    "usershift rehearse --database people --copy": "tests/proof/test_rehearse.py, on servers",
    "usershift rehearse --clone --rename-table": "tests/proof/test_rehearse.py, on servers",
    "PGOPTIONS=": "it is for PostgreSQL: tests/adoption, on servers",
    "usershift batch fleet.toml --branch": "it needs a code host: tests/fleet/test_push.py",
    "usershift batch status fleet.toml --cached": "tests/cli/test_batch_status.py",
    "dask ": "tests/fleet/test_dask.py starts a cluster",
    "usershift batch fleet.toml --scheduler": "tests/fleet/test_dask.py",
}
FLEET = '[[repositories]]\nsource = "{}"\nname = "acme/shop"\n'


def commands(block: str) -> list[str]:
    """Those of a block, without comments; lines that belong together are one."""
    found: list[str] = []
    for line in block.splitlines():
        if found and (found[-1].endswith("\\") or found[-1].count("'") % 2):
            found[-1] += f"\n{line}"
        elif line:
            found.append(re.sub(r"\s{2,}#.*", "", line))
    return found


def blocks() -> Iterator[tuple[str, str]]:
    """Page, and the block with what runs elsewhere taken out."""
    for name in WRITTEN:
        for _, text in BLOCK.findall((CHECKOUT / name).read_text(encoding="utf-8")):
            block = dedent(text)
            here = [c for c in commands(block) if not c.startswith(tuple(ELSEWHERE))]
            if here:
                yield name, "\n".join(here)


BLOCKS = [*blocks()]
QUICK = [one for one in BLOCKS if one[0] in ("docs/stages.md", "docs/json.md")]
LONG = [one for one in BLOCKS if one not in QUICK]


def run(script: str, folder: Path, **more: str) -> str:
    """What a script of the shell printed, in which the first failure is the end."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "usershift").symlink_to(Path(sys.executable).with_name("usershift"))
        path = os.pathsep.join([name, more.pop("python", ""), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder,
            env={**os.environ, "PATH": path, **more},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.mark.parametrize(("page", "script"), QUICK)
def test_a_block_that_writes_code_is_run(tmp_path: Path, page: str, script: str) -> None:
    if "jq" in script and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    project = git_project(tmp_path / "project")
    said = run(script, project)
    if "--branch" in script:
        assert "commit" in said
    else:
        assert (project / "report.json").stat().st_size > 1000


def test_make_help() -> None:
    said = run("make help", CHECKOUT)
    targets = set(re.findall(r"^make ([a-z]+)", said, re.MULTILINE))
    text = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_what_is_not_run_here_is_run_elsewhere() -> None:
    named = {Path(word) for why in ELSEWHERE.values() for word in re.findall(r"tests/[\w/.]+", why)}
    assert [str(path) for path in named if not (CHECKOUT / path).exists()] == []
    text = "\n".join((CHECKOUT / name).read_text(encoding="utf-8") for name in WRITTEN)
    assert [command for command in ELSEWHERE if command not in text] == []


@pytest.mark.soak
@pytest.mark.parametrize(("page", "script"), LONG)
def test_a_block_that_runs_the_project_is_run(tmp_path: Path, page: str, script: str) -> None:
    sample = old("blog", "5.2", tmp_path)
    python = django_python("5.2")
    place: dict[str, str] = {"python": str(python.parent), "VIRTUAL_ENV": str(python.parents[1])}
    if "batch" in script:
        manifest = tmp_path / "fleet.toml"
        manifest.write_text(FLEET.format(sample.root))
        run(script, tmp_path, **place)
        return
    sample.fill()
    git(sample.root, "tag", "v3.2")
    if "fold_in" in script:
        run("usershift migrate -q && python manage.py migrate -v0", sample.root, **place)
    if "adopt_users" in script or "sql" in script:
        run("usershift migrate -q --strategy command", sample.root, **place)
    if "own-user" in script:
        run("usershift migrate -q --branch own-user", sample.root, **place)
    for line in script.splitlines():
        run(line, sample.root, **place)
