from __future__ import annotations

import json
import re

from tests.audit import LOCK, known


def test_what_is_known_is_said() -> None:
    output = {
        "dependencies": [
            {"name": "sound", "version": "1", "vulns": []},
            {"name": "bad", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["3"]}]},
            {"name": "odd", "skip_reason": "not found"},
        ]
    }
    found, unknown = known(json.dumps(output))
    assert found == ["bad 2: X-1, fixed in 3"]
    assert unknown == "1 of 3 packages"


def test_where_nothing_can_be_reached() -> None:
    assert known("") == ([], "all packages")


def test_everything_in_the_lock_has_a_hash() -> None:
    entries = re.split(r"\n(?=[a-z])", LOCK.read_text())
    pinned = [entry for entry in entries if "==" in entry]
    assert len(pinned) > 40
    assert all("--hash=sha256:" in entry for entry in pinned)
