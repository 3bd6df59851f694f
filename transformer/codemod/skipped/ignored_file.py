"""A Python file of an app that git ignores is left as it is.

What it does: names the Python files in the folders of the project's apps that are on disk, that git
ignores, and that name the auth user; migrations above all, which some projects make anew on each
machine.

Why it breaks: Django imports them all the same. A migration whose model derives from `auth.user`,
or relates to it, ends with `FieldError` or `ValueError` once the user model is another one: on this
machine and on every other that has such a file of its own.

What is edited: nothing; what git ignores is no part of the change that is delivered.

What is reported: each file, with the first line that names the auth user. Have git follow it and
run again, or change it by hand wherever it stands.
"""

from __future__ import annotations

import re

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Rule
from transformer.findings import Level

rule = Rule(__name__, "US906", "ignored-python-file", Level.TODO, neutral=True)

_NAMES_USER = re.compile(
    rb"""(?i:["']auth\.user["']|\(\s*["']auth["']\s*,\s*["']user["'])"""
    rb"""|contrib\.auth\.models\s+import\s+(?:\([^)]*|[^\n]*)\bUser\b|\bauth\.models\.User\b"""
)


@rule.on(Codebase)
def ignored_files(codebase: Codebase) -> None:
    project = codebase.project
    for path in project.ignored:
        content = project.read(path)
        named = _NAMES_USER.search(content)
        if named is None:
            continue
        folder = path.rpartition("/")[0]
        around = [app for app in project.apps if path.startswith(f"{app.path}/")]
        app = max(around, key=lambda app: len(app.path))
        codebase.report(
            rule,
            path,
            f"This file of the app {app.label} names the auth user, and git ignores it: it stays "
            "as it is, here and on every machine that has one.",
            f"Let git follow {folder}/ (`git add -f {path}`) and run usershift again, or change "
            "the file by hand on each of them before `migrate`.",
            line=content.count(b"\n", 0, named.start()) + 1,
            column=1,
        )
