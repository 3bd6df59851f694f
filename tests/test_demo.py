from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]


def test_the_demo_works_on_a_machine_that_git_knows_nobody_of(tmp_path: Path) -> None:
    work = tmp_path / "work"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "USERSHIFT_DEMO": str(work)}
    demo = [sys.executable, str(CHECKOUT / "sample_projects" / "demo.py")]
    done = subprocess.run(demo, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every row the same" in done.stdout
    assert "NotRegistered: The model User is not registered" in done.stdout
    assert done.stdout.lower().count("its own tests: ran ") == 2
    assert "the session of mod is still mod's; the password is still good" in done.stdout
    assert "commits on the current branch" in done.stderr
