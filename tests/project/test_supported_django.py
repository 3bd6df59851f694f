from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.trees import in_git, plain
from transformer.errors import Refused
from transformer.options import Options
from transformer.pipeline import all_passes
from transformer.project import discover
from transformer.resolve import resolve_options


@pytest.mark.parametrize(
    "files",
    [
        {"requirements.txt": "Django==1.11.29\n"},
        {"Pipfile": '[packages]\ndjango = "==1.8"\n'},
        {"setup.py": "setup(install_requires=['Django>=1.10,<2.0'])\n"},
    ],
    ids=lambda files: next(iter(files)),
)
def test_a_django_that_is_too_old_is_refused_with_its_place(
    files: dict[str, str], tmp_path: Path
) -> None:
    project = discover(in_git(tmp_path, {**plain(), **files}))
    with pytest.raises(Refused, match=rf"Django 1\.\d+.*{next(iter(files))}.*2\.0 to \d+\.\d+"):
        resolve_options(project, Options(), None, all_passes())


def test_what_is_known_goes_on(tmp_path: Path) -> None:
    project = discover(in_git(tmp_path, {**plain(), "requirements.txt": "Django==2.0\n"}))
    assert resolve_options(project, Options(), None, all_passes()).options.app == "users"
