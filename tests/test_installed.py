"""What users get: the wheel, made from the sdist, in a virtual environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from transformer import __version__
from transformer.registry import all_rules

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment that holds the wheel and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build(CHECKOUT, folder, "sdist")
    subprocess.run(["tar", "xzf", next(folder.glob("*.tar.gz"))], cwd=folder, check=True)
    source = folder / f"django_usershift-{__version__}"
    build(source, folder, "wheel")
    shutil.rmtree(source)
    python = [sys.executable, "-m", "venv", str(folder / "venv")]
    subprocess.run(python, check=True, capture_output=True)
    wheel = str(next(folder.glob("*.whl")))
    pip = [str(folder / "venv/bin/python"), "-m", "pip", "install", "-q", wheel]
    subprocess.run(pip, check=True, capture_output=True)
    return folder / "venv" / "bin"


def build(source: Path, to: Path, target: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(to)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)


def called(command: list[str | Path], folder: Path, **more: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **more}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_and_the_module(bin_folder: Path, tmp_path: Path) -> None:
    expected = f"usershift {__version__}\n"
    assert called([bin_folder / "usershift", "--version"], tmp_path) == expected
    assert called([bin_folder / "python", "-m", "usershift", "--version"], tmp_path) == expected


def test_a_transformer_of_the_project_is_not_run(bin_folder: Path, tmp_path: Path) -> None:
    for name in ("transformer", "typer"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('the project was run')\n")
    expected = f"usershift {__version__}\n"
    for command in ([bin_folder / "usershift"], [bin_folder / "python", "-m", "usershift"]):
        assert called([*command, "--version"], tmp_path, PYTHONPATH=".") == expected


def test_the_rules_travel(bin_folder: Path, tmp_path: Path) -> None:
    listed = called([bin_folder / "usershift", "rules"], tmp_path)
    assert all(code in listed for code in all_rules())


def test_the_templates_travel(bin_folder: Path, tmp_path: Path) -> None:
    project = shutil.copytree(CHECKOUT / "sample_projects" / "blog", tmp_path / "blog")
    page = tmp_path / "report.html"
    command = [bin_folder / "usershift", "migrate", "--dry-run", "--report", page]
    diff = called(command, project)
    assert "+++ b/users/migrations/0001_initial.py" in diff
    assert "+    class Meta(AbstractUser.Meta):" in diff
    assert "users/models.py" in page.read_text(encoding="utf-8")
