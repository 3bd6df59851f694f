"""Where a repository calls ``manage.py migrate``: shell, CI, containers, Python and Ansible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.tree import Tree

# ``python manage.py migrate``, ``$(PYTHON) ./manage.py migrate``, ``django-admin migrate``.
COMMAND = re.compile(
    rb"""(?P<program>(?:[\w./${}()-]*(?:python|PYTHON|py)[\w.)}]*[ \t]+(?:-[\w=]+[ \t]+)*)?
         (?:[\w./${}()-]*manage\.py|django-admin(?:\.py)?|django))[ \t]+
        migrate(?![\w-])(?P<arguments>[^\n;|&"'\]#]*)""",
    re.VERBOSE,
)
# ``["manage.py", "migrate"]``, ``call_command("migrate")``, and Ansible's ``command: migrate``.
PARTS = re.compile(
    rb"""(?:manage\.py|django-admin)["'][ \t]*,\s*["']migrate["']
        |call_command\(\s*["']migrate["']
        |django_manage:[^\n]*\bcommand=migrate\b
        |^[ \t]*command:[ \t]*["']?migrate["']?[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
SHELL_FILES = re.compile(
    r"""(?:^|/)(?:[^/]*\.(?:sh|bash|zsh)|Makefile|GNUmakefile|[^/]*\.mk|Procfile[^/]*|app\.json
        |(?:[^/]*\.)?(?:Dockerfile|Containerfile)[^/]*|\.gitlab-ci\.ya?ml|\.travis\.ya?ml)$
        |^\.(?:github|circleci)/.*\.ya?ml$""",
    re.VERBOSE,
)
PROSE = re.compile(r"\.(?:md|rst|txt|html?|adoc)$|(?:^|/)(?:docs?|CHANGELOG|README)[^/]*(?:/|$)")
# What may stand before a command that a shell runs, on its line.
BEFORE = re.compile(
    rb"""(?:^|&&|;|\|\||["'(])[ \t]*[@-]{0,2}$
        |^[ \t]*(?:RUN|CMD|(?:-[ \t]+)?(?:run|release|script|postdeploy):|-)[ \t]+["']?$""",
    re.VERBOSE,
)
LARGEST = 1 << 20


@dataclass(frozen=True)
class Call:
    """``start`` is the byte where the command begins; None for one that no shell runs.

    ``adopt`` is the command that must run before it.
    """

    path: str
    line: int
    column: int
    start: int | None
    adopt: bytes = b""


def calls(tree: Tree) -> Iterator[Call]:
    """Every call of ``migrate`` that no ``adopt_users`` precedes in its file."""
    for path in tree:
        if PROSE.search(path) or path.endswith("/migrate.py"):
            continue
        try:
            content = tree.view(path)
            if len(content) > LARGEST or content.find(b"migrate") < 0:
                continue
        except (OSError, ValueError):
            continue
        yield from in_file(path, tree.read(path))


def in_file(path: str, content: bytes) -> Iterator[Call]:
    adopted = content.find(b"adopt_users")
    for found in COMMAND.finditer(content):
        start = found.start()
        line_start = content.rfind(b"\n", 0, start) + 1
        before = content[line_start:start]
        if before.lstrip().startswith((b"#", b"//", b"echo")) or 0 <= adopted < start:
            continue
        shell = bool(SHELL_FILES.search(path)) or content.startswith(
            (b"#!/bin/", b"#!/usr/bin/env ")
        )
        runs = shell and not path.endswith(".py") and BEFORE.search(before)
        yield Call(
            path,
            content.count(b"\n", 0, start) + 1,
            start - line_start + 1,
            start if runs else None,
            found["program"] + b" adopt_users" + database(found["arguments"]),
        )
    for found in PARTS.finditer(content):
        if 0 <= adopted < found.start():
            continue
        line_start = content.rfind(b"\n", 0, found.start()) + 1
        line = content.count(b"\n", 0, found.start()) + 1
        if content[line_start : found.start()].lstrip().startswith(b"#"):
            continue
        yield Call(path, line, found.start() - line_start + 1, None)


def database(arguments: bytes) -> bytes:
    """The database that a call names, for the command before it."""
    found = re.search(rb"--database[= ]\s*\S+", arguments)
    return b" " + found[0] if found else b""
