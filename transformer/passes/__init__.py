"""The passes, in the order in which they run.

A pass reads the project, the references and the tree as the passes before it left it, and yields
changes and findings. It never touches the disk, never prints, and never asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from transformer.edits import Change
from transformer.errors import UsageError, nearest
from transformer.findings import Finding
from transformer.options import Options
from transformer.project import Project
from transformer.references import References
from transformer.tree import Tree

__all__ = ["Options", "Outcome", "Pass", "Run", "all_passes", "chosen_passes"]

Outcome = Change | Finding
Run = Callable[[Project, References, Tree, Options], Iterator[Outcome]]


@dataclass(frozen=True)
class Pass:
    """``title`` is what the pass does, in the imperative: it is the subject of its commit."""

    name: str
    title: str
    run: Run


# In the order of the recipe: each pass finds what the ones before it made. The migrations come
# before the references, for they may import the auth user from a module that only imported it.
_NAMES = (
    "settings",
    "users-app",
    "admin",
    "migrations",
    "references",
    "templates",
    "fixtures",
    "texts",
    "deploy",
)


@cache
def all_passes() -> tuple[Pass, ...]:
    """Every pass, in the order in which they run."""
    modules = (import_module(f"{__name__}.{name.replace('-', '_')}") for name in _NAMES)
    return tuple(module.PASS for module in modules)


def chosen_passes(only: Sequence[str] = (), skip: Sequence[str] = ()) -> tuple[Pass, ...]:
    """The passes that run. Raises UsageError for an unknown name, or for none left."""
    known = [each.name for each in all_passes()]
    for name in (*only, *skip):
        if name not in known:
            raise UsageError(f"There is no pass `{name}`.", nearest(name, known))
    chosen = tuple(
        each for each in all_passes() if (not only or each.name in only) and each.name not in skip
    )
    if not chosen:
        raise UsageError("--only and --skip leave no pass.", "Name fewer passes with --skip.")
    return chosen
