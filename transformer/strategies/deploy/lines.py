"""A file that lists one command per line runs `migrate`: `tox.ini`, units of systemd.

No shell reads these lines, so the adoption is a line of its own before the call: one more item of
`commands`, or one more `ExecStartPre=`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.calls import Programs
from transformer.strategies.deploy.shell import Call, calls
from transformer.strategies.deploy.snippets import snippet
from transformer.strategies.deploy.unit import Unit, is_whole

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
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
        indent = b"\n    " + first["head"].lstrip()
        yield from _of_line(view, first, found.end("key"), indent, indent, programs)
    for line in _TOX_LINE.finditer(view, *found.span("more")):
        start, indent = line.start("command"), b"\n" + line["head"]
        yield from _of_line(view, line, start, b"", indent, programs)


def _of_line(
    view: bytes,
    line: re.Match[bytes],
    start: int,
    before: bytes,
    between: bytes,
    programs: Programs,
) -> Iterator[Call]:
    """The calls of one line; the adoption goes to ``start``, on a line of its own."""
    begin, end = line.span("command")
    code = _SUBSTITUTION.sub(lambda found: b"x" * len(found[0]), view[begin:end])
    for call in calls(snippet(view, begin, end, code), programs):
        if call.replacement is not None and is_whole(call, view, begin, end):
            own = view[call.start : call.end]
            text = before + call.adopt + between + own
            yield replace(call, start=start, replacement=text, block=())
        else:
            yield call


def _systemd(view: bytes, programs: Programs) -> Iterator[Call]:
    for found in _SYSTEMD.finditer(view):
        key = found["key"] if found["key"] != b"ExecStart" else b"ExecStartPre"
        before = key + b"=" + found["flags"]
        between = b"\n" + found["key"] + b"=" + found["flags"]
        yield from _of_line(view, found, found.start(), before, between, programs)
