"""The users-app pass: the app that holds the user model, and how databases adopt it.

``bridge`` and ``command`` make the whole app at once and differ in its templates only; ``two-step``
makes it in two runs, with a release between them; ``graft`` puts the model into an app that is
there.
"""

from __future__ import annotations

from transformer.codemod.codebase import run_rules
from transformer.codemod.passes import Pass

PASS = Pass(
    "users-app",
    "Add the app of the user model, and its adoption",
    run_rules(__name__),
)
