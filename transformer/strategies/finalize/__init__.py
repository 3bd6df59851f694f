"""The pass of ``usershift finalize``: a plain users app, once every database has adopted."""

from __future__ import annotations

from transformer.codemod.codebase import run_rules
from transformer.codemod.passes import Pass

PASS = Pass(
    "finalize", "Make the users app plain: every database has adopted it", run_rules(__name__)
)
