"""A pass: one step of the migration.

A pass reads the project, the references and the tree as the passes before it left it, and yields
changes and findings. It never touches the disk, never prints, and never asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from transformer.edits import Change
from transformer.findings import Finding
from transformer.options import Options
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree

Outcome: TypeAlias = Change | Finding
Run: TypeAlias = Callable[[Project, References, Tree, Options], Iterator[Outcome]]


@dataclass(frozen=True)
class Pass:
    """``title`` is what the pass does, in the imperative.

    ``prepares`` is what its neutral edits do: the subject of their commit. Empty where all that it
    does belongs to the switch.
    """

    name: str
    title: str
    run: Run
    prepares: str = ""
