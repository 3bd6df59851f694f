"""Where the code spells permissions of users: only those that are left wrong matter here."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from transformer.project.files import NEVER

_STRING = re.compile(r"(\w+)\.(\w+_user)")
_IN_TEMPLATE = re.compile(r"\bperms\.(\w+)\.(\w+_user)\b")
_ELSEWHERE = re.compile(
    r"(^|/)(tests?|migrations|locale|docs?)(/|$)|(^|/)(tests?_|conftest)|_tests?\.py$"
)


def permission_strings(root: Path) -> dict[str, list[str]]:
    """Permission -> its places as ``path:line``, in code that runs with the site.

    Left out are tests and migrations, and files that ask for the same under another label, too:
    these say which is which.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        inside = list(_spelled(path))
        labels = defaultdict(set)
        for _, label, codename in inside:
            labels[codename].add(label)
        for line, label, codename in inside:
            if len(labels[codename]) == 1:
                found[f"{label}.{codename}"].append(f"{name}:{line}")
    return dict(found)


def _files(root: Path) -> Iterator[Path]:
    for current, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in NEVER and not name.startswith(".")]
        for name in names:
            path = Path(current, name)
            if path.suffix in (".py", ".html", ".txt", ".jinja", ".j2") and not path.is_symlink():
                inner = path.relative_to(root).as_posix()
                if not _ELSEWHERE.search(inner):
                    yield path


def _spelled(path: Path) -> Iterator[tuple[int, str, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if "_user" not in text:
        return
    if path.suffix != ".py":
        for number, line in enumerate(text.splitlines(), 1):
            for match in _IN_TEMPLATE.finditer(line):
                yield number, match[1], match[2]
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if spelled := _STRING.fullmatch(node.value):
            yield node.lineno, spelled[1], spelled[2]
