"""What a migration can lose is found, each by the proof that says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.proof.faults import FAULTS, SHORT, Fault
from tests.proof.verified import moved


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(each, id=each.name, marks=[] if each.name in SHORT else [pytest.mark.soak])
        for each in FAULTS
    ],
)
@pytest.mark.xdist_group("faults")
def test_a_fault_is_found(fault: Fault, tmp_path: Path) -> None:
    sample = moved(fault.sample)
    root = Path(shutil.copytree(sample.root, tmp_path / "faulty"))
    for edit in fault.edits:
        edit.into(root)
    failed = sample.failed(root, tmp_path / "after")
    assert fault.proof in failed
    assert fault.tells in "\n".join(failed[fault.proof].evidence)


@pytest.mark.parametrize("name", ["blog", pytest.param("shop", marks=pytest.mark.soak)])
def test_without_a_fault_nothing_is(name: str, tmp_path: Path) -> None:
    sample = moved(name)
    assert sample.failed(sample.root, tmp_path / "after") == {}
