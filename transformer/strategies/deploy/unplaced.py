"""A file that usershift does not edit runs `migrate`: Jenkins, Terraform, Windows, TOML, units …

The call stands where no rule knows how the line is run. The line to add is said, in the words of
the call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from transformer.codemod.matches import Match, line_around
from transformer.codemod.rules import Example, Rule
from transformer.contents import View
from transformer.findings import Level
from transformer.strategies.deploy.calls import COMMAND, programs_of
from transformer.strategies.deploy.shell import calls
from transformer.strategies.deploy.snippets import snippet
from transformer.strategies.deploy.unit import Asked

_COMMAND = {"strategy": "command"}

rule = Rule(
    __name__,
    "US260",
    "migrate-elsewhere",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/django-admin/#migrate",
    examples=(
        Example(
            "pipeline { stage('db') { sh 'python manage.py migrate --noinput' } }\n",
            path="Jenkinsfile",
            reports=("US260",),
            options=_COMMAND,
        ),
        Example(
            'command = ["python", "manage.py", "migrate"]\n',
            path="infra/task.tf",
            reports=("US260",),
            options=_COMMAND,
        ),
        Example(
            '[deploy]\n  release_command = "python manage.py migrate"\n',
            path="fly.toml",
            reports=("US260",),
            options={**_COMMAND, "deploy": True},
        ),
        Example(
            "// sh 'python manage.py migrate'\nsh './deploy.sh'\n",
            path="Jenkinsfile",
            options=_COMMAND,
        ),
        Example(
            "python manage.py migrate\n",
            path="deploy.bat",
            title="strategy bridge",
            reports=("US262",),
        ),
    ),
)

_CALL = re.compile(
    rb"(?:\bmanage\.py|\bdjango-admin(?:\.py)?|-m[ \t]+django)[\"']?[\s\"',\\]{1,8}"
    rb"(?:--?[\w.=-]+[\s\"',]+(?:[\w.]+[\s\"',]+)?)?"
    rb"(?P<name>migrate(?:_schemas)?)(?![\w.=/-])(?![^\n]*--(?:check|plan)\b)"
)
_ADOPTION = re.compile(
    rb"(?:manage\.py|django-admin|django)\b[^\n]{0,80}?\b(?P<name>adopt_users)\b"
)
_COMMENT = re.compile(
    rb"^\s*(?:#|//|/?\*|--|;|rem\b|::|<!--|\{#)|[ \t](?:#|//)[ \t]", re.IGNORECASE
)
_SAYS = re.compile(
    rb"(?i)(?:^|[\s({;|&])(?:echo|print\w*|log\w*|message|msg|info|warn\w*|\w*name|description|help|title)\b[^\n]*\Z"
)


def mentions(view: View) -> list[int]:
    """Where ``migrate`` is called, as far as the text alone can say."""
    return [found.start("name") for found in _CALL.finditer(view)]


def adoptions(view: View) -> list[int]:
    """Where ``adopt_users`` is called, as far as the text alone can say."""
    found = [each.start("name") for each in _ADOPTION.finditer(view)]
    return [at for at in found if not _COMMENT.search(_before(view, at))]


def _before(view: View, at: int) -> bytes:
    """What stands before ``at`` on its line."""
    return view[max(0, at - 400) : at].rpartition(b"\n")[2]


def matches(view: View, known: Collection[int], asked: Asked) -> Iterator[Match]:
    for at in mentions(view):
        line = line_around(view, at, at)
        before = _before(view, at)
        if at in known or _COMMENT.search(before) or _SAYS.search(before):
            continue
        yield Match(
            rule,
            at,
            at + len(b"migrate"),
            f"A database that has not adopted {asked.app}.User refuses this `migrate`.",
            f"Run `{_line(line).decode('utf-8', 'replace')}` before it.",
        )


def _line(line: bytes) -> bytes:
    """The call of ``adopt_users`` in the words of the line, where they read as a command."""
    for quoted in (*re.findall(rb"\"([^\"\n]*)\"|'([^'\n]*)'", line), (line.strip(), b"")):
        code = quoted[0] or quoted[1]
        for call in calls(snippet(code, 0, len(code)), programs_of(code)):
            if call.replacement is not None:
                return call.adopt
    return b"python manage.py " + COMMAND
