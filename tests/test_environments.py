from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.environments import SERIES, django_python, find_interpreter


def version_of(python: object) -> str:
    code = "import django; print('.'.join(map(str, django.VERSION[:2])))"
    return subprocess.check_output([str(python), "-c", code], text=True).strip()


@pytest.mark.parametrize("series", ["4.2", SERIES[-1]])
def test_the_python_has_the_series_that_was_asked_for(series: str) -> None:
    assert version_of(django_python(series)) == series


def test_the_second_call_makes_nothing_new() -> None:
    python = django_python("4.2")
    made = (python.parent.parent / "ready").stat().st_mtime_ns
    assert django_python("4.2") == python
    assert (python.parent.parent / "ready").stat().st_mtime_ns == made


def test_the_pythons_of_pyenv_are_found_whatever_home_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyenv = tmp_path / "own/.pyenv"
    python = pyenv / "versions/2.98.1/bin/python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "empty"))
    user = SimpleNamespace(pw_dir=str(pyenv.parent))
    monkeypatch.setattr("pwd.getpwuid", lambda uid: user)
    assert find_interpreter.__wrapped__("2.98") == str(python)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "empty"))
    assert find_interpreter.__wrapped__("2.98") is None


def test_a_python_that_is_not_installed_is_not_found() -> None:
    assert find_interpreter("2.99") is None
