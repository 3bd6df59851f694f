"""The literal mentions of the auth user that three passes leave in a tree without a word.

By hand, on any project: ``python -m tests.passes.leftovers FOLDER`` prints them, and the findings.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.pipeline import run_passes
from transformer.findings import Finding
from transformer.tree import Tree

# No part of another name, no attribute of something else, and no template: those keep their names.
LITERAL = re.compile(
    rb"(?<![\w.$@/-])auth\.[uU]ser(?![\w(-])"
    rb"|(?<!\w)auth_user(?:_groups|_user_permissions)?(?!\w)"
    rb"|(?<![\w.$@-])auth/user(?![\w-])(?!/[\w/-]*\.html)"
)


def after_passes(root: Path) -> tuple[Tree, list[Finding]]:
    done = run_passes(root, {}, "templates", "fixtures", "texts")
    return done.tree, done.findings


def silent(tree: Tree, findings: list[Finding]) -> list[str]:
    """``path:line`` of every literal mention outside Python that no finding names.

    A finding for the whole file, and one that lists further lines, names them, too.
    """
    named = {(f.path, f.line) for f in findings}
    for finding in findings:
        if listed := re.search(r"on lines ([\d, ]+)", finding.message):
            named |= {(finding.path, int(n)) for n in re.findall(r"\d+", listed[1])}
    whole = {f.path for f in findings if f.line == 0 or f.code in {"US810", "US908"}}
    missed = []
    for path in tree:
        if path.endswith(".py") or path in whole:
            continue
        content = tree.read(path)
        if content[:2] not in {b"\xff\xfe", b"\xfe\xff"} and b"\0" in content[:8192]:
            continue
        for found in LITERAL.finditer(content):
            line = content.count(b"\n", 0, found.start()) + 1
            if (path, line) not in named:
                missed.append(f"{path}:{line}")
    return missed


if __name__ == "__main__":
    tree, findings = after_passes(Path(sys.argv[1]))
    for finding in findings:
        place = f"{finding.path}:{finding.line}:{finding.column}"
        print(finding.code, finding.level.value, place, finding.message)
    for place in silent(tree, findings):
        print("SILENT", place)
