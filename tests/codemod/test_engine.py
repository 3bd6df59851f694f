"""Files that cannot be followed are said to be, and the others are done."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline import run_passes

IMPORT = "from django.contrib.auth.models import User\n"


def test_names_that_lead_too_far(tmp_path: Path) -> None:
    steps = "".join(f"users = users.filter(pk={n})\n" for n in range(5000))
    long = f"{IMPORT}users = User.objects\n{steps}users.connect(print, sender=User)\n"
    done = run_passes(
        tmp_path,
        {"blog/long.py": long, "blog/short.py": f"{IMPORT}print(User)\n"},
        "references",
    )
    assert [change.path for change in done.tree.changes()] == ["blog/short.py"]
    assert [(f.code, f.path) for f in done.findings] == [("US902", "blog/long.py")]
