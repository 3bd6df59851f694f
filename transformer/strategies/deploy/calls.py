"""The calls of `migrate` and its kin in command lines, each with the command that adopts first."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transformer.formats.commands import (
    PROGRAM,
    TAKE_VALUE,
    Command,
    Invocation,
    Programs,
    Word,
    commands,
    invocations,
)

ADOPT = b"adopt_users"


class Subcommand(enum.Enum):
    MIGRATE = "migrate"
    MAKEMIGRATIONS = "makemigrations"
    ADOPT = "adopt_users"
    TENANTS = "migrate_schemas"


KINDS = {kind.value: kind for kind in Subcommand}


@dataclass(frozen=True)
class Call:
    """``adopt`` is the command that goes before it; ``at`` the place of ``migrate`` in the file.

    ``start:end`` are the bytes of the command that ``adopt`` repeats, and ``within`` is where the
    quotes begin that it stands in (-1 for none); ``frame`` are the bytes between them, if they hold
    nothing else. It is ``sure`` where the program is not a guess, and ``plain`` where a shell runs
    it as it stands.
    """

    kind: Subcommand
    adopt: bytes
    at: int
    start: int
    end: int
    within: int = -1
    frame: tuple[int, int] | None = None
    sure: bool = True
    plain: bool = False


_KEPT = frozenset({*TAKE_VALUE, "--skip-checks"})
_HEROKU = frozenset({"-a", "--app", "-r", "--remote"})
_ONLY_LOOKS = frozenset({"--check", "--plan", "--list", "-l", "--help", "-h"})

# What may stand before the interpreter and runs the rest of its words.
_RUNNERS_WORDS = (
    "uv uvx poetry pipenv pdm rye hatch pixi conda mamba micromamba docker docker-compose podman "
    "podman-compose nerdctl kubectl oc heroku dokku fly flyctl railway vercel render eb cf ssh "
    "sudo doas su su-exec gosu setpriv runuser chpst exec command time nice ionice nohup timeout "
    "env dotenv honcho foreman coverage ddtrace-run newrelic-admin opentelemetry-instrument "
    "chamber doppler op infisical aws-vault envdir tini dumb-init xvfb-run stdbuf unbuffer flock "
    "retry wait-for-it wait-for-it.sh wait-for wait-for.sh dockerize ddev lando sail vagrant "
    "make-run sh bash dash zsh py"
)
_RUNNERS = frozenset(_RUNNERS_WORDS.split())
_RUNS = re.compile(rf"(?:.*[/\\])?(?:(?:python|pypy)[\d.]*(?:\.exe)?|{PROGRAM})|[$%{{].*")
_SAYS = re.compile(
    r"(?i)(?:.*/)?(?:echo|printf|print|cat|true|false|#|die|error|err|info|warn|warning|success|"
    r"fail|msg|message|say|notice|debug|git|grep|read|usage|help|title|label|desc|description|:|"
    r"\w*name|\w*log\w*|\w*echo\w*|\w*print\w*)"
)
# What stands before a command on its line: a key, and words of shells, Dockerfiles and crontabs.
_KEY = re.compile(r".*:|[:?+]?=")
_LEADING = re.compile(
    r"then|do|else|if|elif|while|until|RUN|CMD|ENTRYPOINT|ONBUILD|--\S+|[\d*/,-]+|[-@+!|]+"
)
_ASSIGNMENT = re.compile(r"\w+=.*", re.DOTALL)
_PLAIN = re.compile(r"[\w@%+=:,./-]+")


def calls(text: bytes, base: int, programs: Programs) -> Iterator[Call]:
    """Every call in a text that begins at ``base`` of its file; what is only said is none."""
    for command in commands(text, base):
        found = next((i for i in invocations(command.words, programs) if i.name in KINDS), None)
        if found is None or is_harmless(found) or is_said(command, found.program):
            continue
        first = _first(command, found.program)
        line, whole, first = _framed(_adoption(found, first), command, first)
        values = [word.value for word in whole.words[first:]]
        head = next((value for value in values if not _ASSIGNMENT.fullmatch(value)), "")
        plain = found.sure and whole.outer is None and _is_runner(head)
        yield Call(
            KINDS[found.name],
            b"python " + line if line.startswith(b"manage.py ") and not plain else line,
            found.words[found.subcommand].start,
            whole.words[first].start,
            whole.end,
            whole.start if whole.outer else -1,
            (whole.start, whole.stop) if whole.alone else None,
            found.sure,
            plain,
        )


def is_harmless(found: Invocation) -> bool:
    """Whether it only looks, and changes nothing."""
    looks = any(word.value in _ONLY_LOOKS for word in found.arguments)
    return looks and KINDS[found.name] is not Subcommand.ADOPT


def is_said(command: Command, at: int) -> bool:
    """Whether the word ``at`` is only said: after ``echo`` or ``name:``, or in quotes there."""
    words = command.words
    key, first = _key(command, at), _first(command, at)
    names = [words[first].value] if first < at else []
    if key >= 0:
        names.append(words[key].value.rstrip(":=") or words[max(0, key - 1)].value)
    if command.outer:
        holder = command.outer.words[command.holder]
        key_of_json = holder.raw[: command.start - 1 - holder.start].decode("latin-1")
        names.append(key_of_json.strip("\"':="))
    said = any(_SAYS.fullmatch(name) for name in names)
    return said or (command.outer is not None and is_said(command.outer, command.holder))


def _first(command: Command, at: int) -> int:
    """The index at which the command begins that holds the word ``at``: keys are none of it."""
    first = _key(command, at) + 1
    while first < at and _LEADING.fullmatch(command.words[first].value):
        first += 1
    return first


def _key(command: Command, at: int) -> int:
    """The index of the last key before the word ``at``; -1 for none."""
    keys = (i for i in range(at) if _KEY.fullmatch(command.words[i].value))
    return max(keys, default=-1)


def _is_runner(value: str) -> bool:
    return bool(_RUNS.fullmatch(value)) or value.rpartition("/")[2] in _RUNNERS


def _adoption(found: Invocation, first: int) -> bytes:
    """The call of ``adopt_users`` in the words of the one that was found, from ``first`` on."""
    words = [*map(text_of, found.words[first : found.subcommand]), ADOPT]
    line = b" ".join([*words, *map(text_of, kept(found))])
    # `exec` would put it in place of the shell that goes on to `migrate`.
    return re.sub(rb"^[!@]*((?:\w+=\S*\s+)*)(?:exec\s+)?", rb"\1", line)


def text_of(word: Word) -> bytes:
    """As it stands, but without quotes that it does not need: those of a list."""
    return word.value.encode() if _PLAIN.fullmatch(word.value) else word.raw


def kept(found: Invocation) -> Iterable[Word]:
    """The options after ``migrate`` that ``adopt_users`` needs as well."""
    heroku = any(word.value == "heroku" for word in found.words[: found.program])
    of_runner = _HEROKU if heroku else frozenset[str]()
    taking = False
    for word in found.arguments:
        name, equals, _ = word.value.partition("=")
        if taking or name in _KEPT | of_runner:
            yield word
            taking = not taking and not equals and name in TAKE_VALUE | of_runner


def _framed(line: bytes, command: Command, first: int) -> tuple[bytes, Command, int]:
    """``line`` in the command around the quotes, where a runner gets nothing but this command.

    ``ssh host "manage.py migrate"`` becomes ``ssh host "manage.py adopt_users"``. Also the command
    in whose place the line stands, and the index at which it begins.
    """
    if command.outer is None or not command.alone:
        return line, command, first
    words, at = command.outer.words, command.holder
    outer_first = _first(command.outer, at)
    if outer_first == at or not _is_runner(words[outer_first].value):
        return line, command, first
    parts = [text_of(word) for word in words[outer_first:]]
    start, stop = command.start - words[at].start, command.stop - words[at].start
    parts[at - outer_first] = words[at].raw[:start] + line + words[at].raw[stop:]
    return _framed(b" ".join(parts), command.outer, outer_first)
