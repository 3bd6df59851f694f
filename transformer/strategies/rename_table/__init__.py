"""The pass of ``usershift rename-table``: the table gets the name of its model."""

from __future__ import annotations

from transformer.codemod.codebase import run_rules
from transformer.codemod.passes import Pass

PASS = Pass("rename-table", "Give the table auth_user the name of its model", run_rules(__name__))
