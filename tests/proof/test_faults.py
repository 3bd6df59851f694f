"""What a migration can lose is found, each by the proof that says so."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.proof.faults import ALONE, FAULTS, TOGETHER, Fault
from tests.proof.verified import moved


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(each, id=each.name, marks=[] if each.name == ALONE else [pytest.mark.soak])
        for each in FAULTS
    ],
)
@pytest.mark.xdist_group("faults")
def test_a_fault_is_found(fault: Fault, tmp_path: Path) -> None:
    found_in(fault.sample, [fault], tmp_path)


@pytest.mark.xdist_group("faults")
def test_faults_are_found_together(tmp_path: Path) -> None:
    found_in("blog", [fault for fault in FAULTS if fault.name in TOGETHER], tmp_path)


def found_in(name: str, faults: Sequence[Fault], tmp_path: Path) -> None:
    """Put the faults into the migrated sample; each is found by its own proof."""
    sample = moved(name)
    root = Path(shutil.copytree(sample.root, tmp_path / "faulty"))
    for fault in faults:
        for edit in fault.edits:
            edit.into(root)
    failed = sample.failed(root, tmp_path / "after")
    for fault in faults:
        assert fault.proof in failed
        assert fault.tells in "\n".join(failed[fault.proof].evidence)


@pytest.mark.parametrize("name", ["blog", pytest.param("shop", marks=pytest.mark.soak)])
def test_without_a_fault_nothing_is(name: str, tmp_path: Path) -> None:
    sample = moved(name)
    assert sample.failed(sample.root, tmp_path / "after") == {}
