"""What the page draws of a migration: who refers to the user, and what its history hangs on.

What is drawn are facts of the files before and after; nothing of the project is run.
"""

from __future__ import annotations

from transformer.pipeline import Migration
from transformer.report.drawings import apps, history
from transformer.report.drawings.boxes import Drawing
from transformer.tree import Tree

__all__ = ["Drawing", "drawings"]


def drawings(migration: Migration) -> tuple[Drawing, ...]:
    """The apps, then the migrations; no drawing of what the project has none of."""
    project = migration.project
    before = Tree(project.root, project.files, project.contents)
    made = (apps.drawing(migration, before), history.drawing(migration, before))
    return tuple(one for one in made if one is not None)
