from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end import samples
from tests.end_to_end.samples import Moved, Sample
from tests.environments import SERIES

SOAK = pytest.mark.soak
EVERY = [
    ("blog", "2.2"),
    pytest.param(("blog", "4.2"), marks=SOAK),
    ("blog", SERIES[-1]),
    pytest.param(("shop", "3.2"), marks=SOAK),
    ("shop", "5.2"),
    pytest.param(("shop", "6.0"), marks=SOAK),
]
NEWEST = [("blog", SERIES[-1]), ("shop", "5.2")]


def _named(value: object) -> str | None:
    return "-".join(value) if isinstance(value, tuple) else None


@pytest.fixture(params=EVERY, ids=_named)
def moved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    """A project whose database has adopted, for reading only."""
    return _moved(tmp_path_factory, *request.param)


@pytest.fixture(params=NEWEST, ids=_named)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Sample:
    """A project as it was, with no database."""
    return samples.old(*request.param, tmp_path)


@pytest.fixture
def moved_shop(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    """A shop whose database has adopted, in a copy for the test."""
    moved = _moved(tmp_path_factory, "shop", "5.2")
    root = Path(shutil.copytree(moved.sample.root, tmp_path / "shop"))
    return replace(moved, sample=replace(moved.sample, root=root))


@pytest.fixture
def shop(moved_shop: Moved) -> Sample:
    return moved_shop.sample


def _moved(factory: pytest.TempPathFactory, name: str, series: str) -> Moved:
    folder = factory.getbasetemp() / f"moved-{name}-{series}"
    folder.mkdir(exist_ok=True)
    return samples.moved(name, series, folder)
