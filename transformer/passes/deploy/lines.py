"""A file that lists one command per line runs `migrate`: `tox.ini`, units of systemd.

No shell reads these lines, so the adoption is a line of its own before the call: one more item of
`commands`, or one more `ExecStartPre=`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transformer.findings import Level
from transformer.passes.deploy.calls import Programs
from transformer.passes.deploy.shell import Call, calls
from transformer.passes.deploy.snippets import snippet
from transformer.passes.deploy.unit import Unit
from transformer.rules import Example, Rule

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    "US258",
    "migrate-in-list-of-commands",
    Level.TODO,
    link="https://tox.wiki/en/latest/config.html#commands",
    examples=(
        Example(
            "[testenv]\ncommands =\n    - {envpython} manage.py migrate --noinput {posargs}\n"
            "    pytest\n",
            "[testenv]\ncommands =\n    - {envpython} manage.py adopt_users\n"
            "    - {envpython} manage.py migrate --noinput {posargs}\n    pytest\n",
            path="tox.ini",
            options=_DEPLOY,
        ),
        Example(
            "[testenv:db]\ncommands = python manage.py migrate\n",
            "[testenv:db]\ncommands =\n    python manage.py adopt_users\n"
            "    python manage.py migrate\n",
            path="tox.ini",
            options=_DEPLOY,
        ),
        Example(
            "[Service]\nExecStartPre=/srv/venv/bin/python /srv/app/manage.py migrate --noinput\n"
            "ExecStart=/srv/venv/bin/gunicorn config.wsgi\n",
            "[Service]\nExecStartPre=/srv/venv/bin/python /srv/app/manage.py adopt_users\n"
            "ExecStartPre=/srv/venv/bin/python /srv/app/manage.py migrate --noinput\n"
            "ExecStart=/srv/venv/bin/gunicorn config.wsgi\n",
            path="deploy/shop.service",
            options=_DEPLOY,
        ),
        Example(
            "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'cd app && ./manage.py migrate'\n",
            "[Service]\nType=oneshot\n"
            "ExecStart=/bin/sh -c 'cd app && ./manage.py adopt_users && ./manage.py migrate'\n",
            path="migrate.service",
            options=_DEPLOY,
        ),
        Example(
            "[testenv]\ncommands =\n    # python manage.py migrate\n    pytest\n",
            path="tox.ini",
            options=_DEPLOY,
        ),
    ),
)

_TOX = re.compile(
    rb"^(?P<key>commands(?:_pre|_post)?[ \t]*=)(?P<first>[^\n]*)\n?"
    rb"(?P<more>(?:[ \t]+[^\n]*(?:\n|\Z)|[ \t]*#[^\n]*(?:\n|\Z)|[ \t]*\r?\n)*)",
    re.MULTILINE,
)
_TOX_FIRST = re.compile(rb"(?P<head>[ \t]*(?:[-!@][ \t]*)?)(?P<command>[^\s#][^\r\n]*)")
_TOX_LINE = re.compile(
    rb"^(?P<head>[ \t]*(?:[-!@][ \t]*)?)(?P<command>[^\s#][^\r\n]*)", re.MULTILINE
)
_SUBSTITUTION = re.compile(rb"\{[^{}\n]*\}")
_SYSTEMD = re.compile(
    rb"^(?P<key>ExecStart(?:Pre|Post)?)=(?P<flags>[-@:+!|]*)(?P<command>[^\r\n]+)", re.MULTILINE
)


def units(view: bytes, programs: Programs) -> Iterator[Unit]:
    for found in _TOX.finditer(view):
        yield list(_tox(view, found, programs))
    yield list(_systemd(view, programs))


def _tox(view: bytes, found: re.Match[bytes], programs: Programs) -> Iterator[Call]:
    first = _TOX_FIRST.match(view, *found.span("first"))
    if first is not None:
        for call in _of_line(view, *first.span("command"), programs):
            indent = b"\n    " + first["head"].strip() + b" " * bool(first["head"].strip())
            start = found.end("key")
            own = view[first.start("command") : call.end]
            yield _with(call, start, indent + call.adopt + indent + own)
    for line in _TOX_LINE.finditer(view, *found.span("more")):
        for call in _of_line(view, *line.span("command"), programs):
            head = b"\n" + line["head"]
            start = line.start("command")
            yield _with(call, start, call.adopt + head + view[start : call.end])


def _of_line(view: bytes, start: int, end: int, programs: Programs) -> list[Call]:
    code = _SUBSTITUTION.sub(lambda found: b"x" * len(found[0]), view[start:end])
    return calls(snippet(view, start, end, code), programs)


def _systemd(view: bytes, programs: Programs) -> Iterator[Call]:
    for found in _SYSTEMD.finditer(view):
        start = found.start("command")
        for call in calls(snippet(view, *found.span("command")), programs):
            key = found["key"] if found["key"] != b"ExecStart" else b"ExecStartPre"
            before = key + b"=" + found["flags"] + call.adopt + b"\n"
            own = view[found.start() : call.end]
            yield _with(call, found.start(), before + own) if call.start == start else call


def _with(call: Call, start: int, replacement: bytes) -> Call:
    """The call with its own way to stand before, if there is a way."""
    if call.replacement is None or call.block:
        return call
    return replace(call, start=start, replacement=replacement)
