"""Files that cannot be followed are said to be, and the others are done."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from tests.pipeline import run_passes
from tests.projects import project_at, write_files
from transformer.codemod.engine import Ruleset
from transformer.codemod.file import File
from transformer.codemod.rules import rules_of_pass
from transformer.options import Options
from transformer.passes import references as references_pass
from transformer.semantics import References
from transformer.tree import Tree

IMPORT = "from django.contrib.auth.models import User\n"


def test_names_that_lead_too_far(tmp_path: Path) -> None:
    steps = "".join(f"users = users.filter(pk={n})\n" for n in range(5000))
    # Read before the steps are: afterwards each is known from the one before.
    first = "def join():\n    users.connect(print, sender=User)\n"
    long = f"{IMPORT}{first}users = User.objects\n{steps}"
    done = run_passes(
        tmp_path,
        {"blog/long.py": long, "blog/short.py": f"{IMPORT}print(User)\n"},
        "references",
    )
    assert [change.path for change in done.tree.changes()] == ["blog/short.py"]
    assert [(f.code, f.path) for f in done.findings] == [("US902", "blog/long.py")]


def test_a_file_is_freed_as_soon_as_it_is_done(tmp_path: Path) -> None:
    """The command line pauses the collector: what refers to itself would stay in memory."""
    write_files(tmp_path, {"blog/models.py": "", "blog/views.py": f"{IMPORT}print(User)\n"})
    project = project_at(tmp_path)
    references = References(project, Tree(tmp_path, project.files))
    module = references.module("blog/views.py")
    gc.disable()
    try:
        file = File(module, references, references.resolver, Options())
        Ruleset(rules_of_pass(references_pass.__name__)).run(file)
        assert file.splices()
        seen = weakref.ref(file)
        del file
        assert seen() is None
    finally:
        gc.enable()


def test_what_a_line_has_many_times_is_said_once(tmp_path: Path) -> None:
    source = 'KINDS = ["auth.User", "auth.User", "auth.User"]\nMORE = ["auth.User"]\n'
    done = run_passes(tmp_path, {"blog/kinds.py": source}, "references")
    assert [(finding.code, finding.line) for finding in done.findings] == [
        ("US349", 1),
        ("US349", 2),
    ]
