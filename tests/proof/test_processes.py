"""A command that is run leaves nothing: no process, and no folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from transformer.proof.copies import copy, disposable
from transformer.running import run

# Starts a child that ignores the request to end, and says its number.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(str(child.pid))
print("started", flush=True)
if len(sys.argv) == 2:
    time.sleep(600)
"""


def runs(process: int) -> bool:
    """A zombie does not, though it has a number: whoever adopted it has not asked yet."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_it_says_and_how_it_ends(tmp_path: Path) -> None:
    script = "import sys; print(1); print(2, file=sys.stderr); sys.exit(3)"
    done = run([sys.executable, "-c", script], tmp_path, os.environ, 60)
    assert (done.status, done.out, done.err) == (3, "1\n", "2\n")


@pytest.mark.parametrize("more", [[], ["and leaves"]], ids=["too slow", "done, with a child"])
def test_children_end_with_it(tmp_path: Path, more: list[str]) -> None:
    note = tmp_path / "child"
    command = [sys.executable, "-c", STUBBORN, str(note), *more]
    done = run(command, tmp_path, os.environ, 600 if more else 3)
    assert done.status == (0 if more else None)
    assert not runs(int(note.read_text()))


def test_what_a_crash_of_the_machine_left_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = tmp_path / f"usershift-proof-{ended.pid}-x"
    (left / "before").mkdir(parents=True)
    with disposable() as made:
        assert made.path.is_dir()
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_proof_beside_it_keeps_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with disposable() as one, disposable() as other:
        assert one.path.is_dir()
        assert other.path.is_dir()


def test_a_copy_has_what_code_needs(tmp_path: Path) -> None:
    base = tmp_path / "base"
    for name in ("app/models.py", ".env", "venv/pyvenv.cfg", "venv/lib.py", "node_modules/a.js"):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(name)
    (base / "link").symlink_to("app")
    with (base / "data.bin").open("wb") as file:
        file.truncate(30_000_000)
    copy(base, tmp_path / "to")
    found = {path.relative_to(tmp_path / "to").as_posix() for path in (tmp_path / "to").rglob("*")}
    assert found == {"app", "app/models.py", ".env", "link"}
    assert (tmp_path / "to/link").is_symlink()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_proof_that_is_ended_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    note, last = tmp_path / "child", tmp_path / "last"
    script = (
        "import os, sys, tempfile; from pathlib import Path; tempfile.tempdir = sys.argv[1]\n"
        "from transformer.proof.copies import disposable\n"
        "from transformer.running import run\n"
        "with disposable() as made:\n"
        "    made.at_the_end(['touch', sys.argv[3]], made.path, os.environ)\n"
        f"    run([sys.executable, '-c', {STUBBORN!r}, sys.argv[2]], made.path, os.environ, 600)"
    )
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    proof = subprocess.Popen(
        [sys.executable, "-c", script, str(temporary), str(note), str(last)],
        stderr=subprocess.DEVNULL,
    )
    while not (note.exists() and note.read_text()):
        assert proof.poll() is None
        time.sleep(0.05)
    proof.send_signal(number)
    proof.wait(60)
    until(lambda: list(temporary.iterdir()) == [])
    assert not runs(int(note.read_text()))
    assert last.exists()


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another process does; the test fails where it does not come."""
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come")
