"""Two versions of a project, and what asks them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transformer.project import Project
from transformer.proof.interpreter import Interpreter
from transformer.proof.probing import Probe
from transformer.proof.versions import Version, lay


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """``settings`` are the module that everything is asked with; None is manage.py's choice.

    ``limit`` are the seconds of one process.
    """

    project: Project
    before: Version
    after: Version
    interpreter: Interpreter
    settings: str | None = None
    limit: float

    def probe(self, version: Version, to: Path) -> Probe:
        """What asks a version, which is laid into the folder ``to``. Raises Refused."""
        return Probe(
            lay(self.project, version, to),
            self.interpreter,
            self.project.git_root or self.project.root,
            self.limit,
            self.settings,
        )
