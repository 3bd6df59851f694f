"""Which names mean the auth user, across the project's modules."""

from __future__ import annotations

from transformer.project import Project
from transformer.tree import Tree


class References:
    def __init__(self, project: Project, tree: Tree) -> None:
        self.project = project
        self.tree = tree
