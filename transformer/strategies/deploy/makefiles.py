"""A target of a Makefile, or a recipe of a justfile, runs `migrate`.

Each line of a recipe has a shell of its own, and the first that fails ends the recipe. With
`--deploy` the same call with `adopt_users` goes on the line before, with the same `@` or `-`, or
into the list of commands in which the call stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.calls import Programs
from transformer.strategies.deploy.shell import Call, calls
from transformer.strategies.deploy.snippets import snippet
from transformer.strategies.deploy.unit import Unit

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US253",
    "migrate-in-makefile",
    Level.TODO,
    link="https://www.gnu.org/software/make/manual/html_node/Recipes.html",
    examples=(
        Example(
            "PYTHON ?= python\nup:\n\t@$(PYTHON) manage.py migrate $(ARGS)\n\t@echo done\n",
            "PYTHON ?= python\nup:\n\t@$(PYTHON) manage.py adopt_users\n"
            "\t@$(PYTHON) manage.py migrate $(ARGS)\n\t@echo done\n",
            path="Makefile",
            options=_DEPLOY,
        ),
        Example(
            "MANAGE := docker compose run --rm web python manage.py\n\n"
            "db:\n\tdocker compose up -d db && \\\n\t$(MANAGE) migrate\n",
            "MANAGE := docker compose run --rm web python manage.py\n\n"
            "db:\n\tdocker compose up -d db && \\\n"
            "\t$(MANAGE) adopt_users && $(MANAGE) migrate\n",
            path="make/db.mk",
            options=_DEPLOY,
        ),
        Example(
            'manage := "uv run manage.py"\n\nmigrate *args:\n    {{ manage }} migrate {{ args }}\n',
            'manage := "uv run manage.py"\n\nmigrate *args:\n    {{ manage }} adopt_users\n'
            "    {{ manage }} migrate {{ args }}\n",
            path="justfile",
            options=_DEPLOY,
            reports=("US260",),
        ),
        Example(
            "up:\n\t@test -f db.sqlite3 || python manage.py migrate\n",
            path="Makefile",
            reports=("US253",),
            options=_DEPLOY,
        ),
        Example(
            "migrate:\n\t@echo manage.py migrate\n\talembic migrate\n.PHONY: migrate\n",
            path="Makefile",
            options=_DEPLOY,
        ),
    ),
)

_VARIABLE = re.compile(rb"\$\((\w+)\)")
_FUNCTION = re.compile(rb"\$\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
_MODIFIERS = re.compile(rb"^(?:[@+-]+[ \t]*)+", re.MULTILINE)


def units(view: bytes, programs: Programs) -> Iterator[Unit]:
    """Each recipe, whose lines run one after the other."""
    recipe: list[Call] = []
    for start, end in _logical_lines(view):
        line = view[start:end]
        if line[:1] in {b"\t", b" "} and line.strip():
            recipe += calls(snippet(view, start, end, _code(line), lines=True), programs)
        elif line.strip() and not line.startswith(b"#"):
            yield recipe
            recipe = []
    yield recipe


def _logical_lines(view: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each line, with those that a backslash joins to it."""
    start = at = 0
    for line in view.splitlines(keepends=True):
        at += len(line)
        if not line.rstrip(b"\r\n").endswith(b"\\"):
            yield start, at
            start = at
    if start < at:
        yield start, at


def _code(line: bytes) -> bytes:
    """What make gives to the shell, byte for byte in its place."""
    code = _VARIABLE.sub(rb"${\1}", line)
    code = _FUNCTION.sub(lambda found: b"x" * len(found[0]), code)
    code = code.replace(b"$$", b"_$")
    indent = len(code) - len(code.lstrip())
    body = _MODIFIERS.sub(lambda found: b" " * len(found[0]), code[indent:], count=1)
    return code[:indent] + body
