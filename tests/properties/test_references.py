"""What holds for every module, whatever it looks like."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.pipeline import run_passes
from tests.projects import write_files
from tests.properties.modules import OTHERS, SOURCES, modules
from transformer.findings import Finding
from transformer.options import Options

PATHS = ["blog/views.py", "blog/models.py", "blog/apps.py", "script.py"]
STYLES = ["get_user_model", "direct"]


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        people = "class User:\n    objects = None\n"
        write_files(Path(folder), {"blog/__init__.py": "", "people/models.py": people})
        yield Path(folder)


def run(root: Path, path: str, content: bytes, style: str) -> tuple[bytes, list[Finding]]:
    try:
        done = run_passes(root, {path: content}, "references", options=Options(style=style))
        return done.tree.read(path), done.findings
    finally:
        (root / path).unlink()


def parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


@given(
    source=modules(SOURCES),
    path=st.sampled_from(PATHS),
    style=st.sampled_from(STYLES),
    ending=st.sampled_from(["\n", "\r\n"]),
    mark=st.booleans(),
)
def test_the_result_parses_is_stable_and_keeps_every_other_line(
    root: Path, source: str, path: str, style: str, ending: str, mark: bool
) -> None:
    assume(parses(source))
    content = (b"\xef\xbb\xbf" if mark else b"") + source.replace("\n", ending).encode()
    after, findings = run(root, path, content, style)
    assert "US902" not in [finding.code for finding in findings], findings
    ast.parse(after)
    assert after.startswith(b"\xef\xbb\xbf") == mark
    assert ending == "\n" or after.count(b"\n") == after.count(b"\r\n")
    again, _ = run(root, path, after, style)
    assert again == after
    kept = iter(after.removeprefix(b"\xef\xbb\xbf").splitlines())
    untouched = [
        line
        for line in content.removeprefix(b"\xef\xbb\xbf").splitlines()
        if line.strip() and b"User" not in line and b"Person" not in line and b"import" not in line
    ]
    lost = [line for line in untouched if not _found(line, kept)]
    assert [line for line in lost if b"Group" not in line and b"logout" not in line] == []


def _found(line: bytes, rest: Iterator[bytes]) -> bool:
    return any(line == other for other in rest)


@given(source=modules(OTHERS), path=st.sampled_from(PATHS), style=st.sampled_from(STYLES))
def test_another_user_is_left_alone(root: Path, source: str, path: str, style: str) -> None:
    assume(parses(source))
    after, _ = run(root, path, source.encode(), style)
    assert after == source.encode()
