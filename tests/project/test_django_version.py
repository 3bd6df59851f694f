from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.trees import in_git, on_disk, plain
from transformer.errors import UsageError
from transformer.project import discover
from transformer.project.django_series import NEWEST, nearest_series


@pytest.mark.parametrize(
    ("path", "text", "series"),
    [
        ("requirements.txt", "Django==4.2.7\n", (4, 2)),
        ("requirements/base.txt", "django>=4.2,<5.0  # LTS\n", (4, 2)),
        ("requirements.txt", "django-debug-toolbar==4.0\nDjango~=3.2.0\n", (3, 2)),
        ("requirements.txt", "Django>=3.1.*, < 3.2\n", (3, 1)),
        ("requirements.txt", "django[argon2]==5.2.1 --hash=sha256:aa\n", (5, 2)),
        ("requirements.txt", "django\n", NEWEST.series),
        ("pyproject.toml", '[project]\ndependencies = ["Django>=5,<5.2"]\n', (5, 1)),
        ("pyproject.toml", '[tool.poetry.dependencies]\ndjango = "^4.1"\n', (4, 2)),
        ("pyproject.toml", '[tool.poetry.dependencies]\nDjango = {version = "~4.1"}\n', (4, 1)),
        ("Pipfile", '[packages]\ndjango = "==4.0.*"\n', (4, 0)),
        ("Pipfile.lock", '{"default": {"django": {"version": "==5.0.2"}}}', (5, 0)),
        ("uv.lock", '[[package]]\nname = "django"\nversion = "5.2.4"\n', (5, 2)),
        ("setup.cfg", "[options]\ninstall_requires =\n    Django<4\n", (3, 2)),
        ("setup.py", "setup(install_requires=['Django==2.2.28'])\n", (2, 2)),
        ("environment.yml", "dependencies:\n  - django=4.1\n", (4, 1)),
    ],
)
def test_where_the_version_stands(
    path: str, text: str, series: tuple[int, int], tmp_path: Path
) -> None:
    found = discover(in_git(tmp_path, {**plain(), path: text})).django
    assert found is not None
    assert found.series == series
    assert path in found.source


def test_the_environment_counts_before_the_lock(tmp_path: Path) -> None:
    in_git(tmp_path, {**plain(), ".gitignore": ".venv\n", "requirements.txt": "django==4.2.1\n"})
    packages = ".venv/lib/python3.12/site-packages"
    on_disk(tmp_path, {".venv/pyvenv.cfg": "", f"{packages}/django-5.1.3.dist-info/METADATA": ""})
    found = discover(tmp_path).django
    assert found is not None
    assert str(found.version) == "5.1.3"


def test_the_option_counts_before_all(tmp_path: Path) -> None:
    found = discover(in_git(tmp_path, plain()), django="3.2").django
    assert found is not None
    assert (found.series, found.source) == ((3, 2), "--django")


def test_an_option_that_is_no_version(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="latest"):
        discover(in_git(tmp_path, plain()), django="latest")


def test_unknown(tmp_path: Path) -> None:
    assert discover(in_git(tmp_path, plain())).django is None


def test_a_series_that_is_not_known_is_taken_for_the_one_before_it() -> None:
    assert str(nearest_series((4, 9))) == "4.2"
    assert nearest_series((1, 11)).series == (2, 0)
    assert nearest_series((99, 0)) is NEWEST
