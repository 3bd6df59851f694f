"""The release that renames the table, as a rehearsal has it: the code after, and `rename-table`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformer import pipeline
from transformer.delivery import worktree
from transformer.errors import ErrorCode, Refused
from transformer.options import Options
from transformer.project import discover
from transformer.proof.comparison import Comparison
from transformer.proof.probing import Probe
from transformer.resolve import resolve_existing
from transformer.strategies.rename_table import PASS

_TABLE = re.compile(r"\bauth_user(?=(_groups|_user_permissions)?(\.|$))")


@dataclass(frozen=True)
class RenamingRelease:
    """``label`` is that of the user model."""

    probe: Probe
    label: str


def renaming_release(wanted: Comparison, to: Path) -> RenamingRelease:
    """Lay the code after into a folder, and rename its table.

    Raises Refused where something stands in the way of that.
    """
    probe = wanted.probe(wanted.after, to)
    base = wanted.project.git_root or wanted.project.root
    project = discover(to / wanted.project.root.relative_to(base))
    options = resolve_existing(project, Options(), None)
    done = pipeline.run(project, options, [PASS])
    for blocker in done.blockers:
        raise Refused(
            f"{blocker.path}: {blocker.message}", blocker.remedy, code=ErrorCode.RENAME_REFUSED
        )
    worktree.write(project.root, done.changes, None)
    return RenamingRelease(probe, options.app)


def under_new_names(sums: Mapping[str, Any], label: str) -> dict[str, Any]:
    """The sums of a database, as they are to be once the table is renamed."""
    return {
        "tables": {_TABLE.sub(f"{label}_user", name): of for name, of in sums["tables"].items()},
        "keys": {_TABLE.sub(f"{label}_user", name): of for name, of in sums["keys"].items()},
        "rows": sums["rows"],
    }
