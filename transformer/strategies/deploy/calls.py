"""One call of Django's command line, as words: is it ``migrate``, and what adopts before it."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

COMMAND = b"adopt_users"


class Subcommand(enum.Enum):
    MIGRATE = "migrate"
    MAKEMIGRATIONS = "makemigrations"
    ADOPT = "adopt_users"
    TENANTS = "migrate_schemas"
    # Looks, and changes nothing.
    HARMLESS = "harmless"


@dataclass(frozen=True)
class Word:
    """``start:end`` are its bytes, ``value`` what they mean."""

    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Invocation:
    """``subcommand`` is the word ``migrate``; ``kept`` are the options that ``adopt_users`` takes.

    ``certain`` is False where the words may not be a call at all.
    """

    kind: Subcommand
    subcommand: Word
    kept: tuple[Word, ...]
    certain: bool = True


@dataclass(frozen=True)
class Programs:
    """What starts Django's command line beside ``manage.py``: names of files, commands, variables.

    ``variables`` are those of the present file.
    """

    names: frozenset[str] = field(default_factory=frozenset)
    variables: frozenset[str] = field(default_factory=frozenset)


_PROGRAM = re.compile(r"(?:.*[/\\])?(?:manage\.py|django-admin(?:\.py)?)")
_VARIABLE = re.compile(r"\$[({]?(\w+)[)}]?")
# What people call a recipe or a script that hands its words to manage.py.
_WRAPPERS = frozenset({"manage", "./manage", "django", "dj"})
_ASSIGNED = re.compile(
    rb"^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)*(\w+)[ \t]*[:?]*=[^\n]*"
    rb"(?:\bmanage\.py|\bdjango-admin|-m[ \t]+django)\b[\"']?[ \t]*$",
    re.MULTILINE,
)
_TAKE_VALUE = frozenset({"--settings", "--pythonpath", "--configuration", "--database"})
_KEPT = frozenset({*_TAKE_VALUE, "--skip-checks"})
_HEROKU = frozenset({"-a", "--app", "-r", "--remote"})
_ONLY_LOOKS = frozenset({"--check", "--plan", "--list", "-l", "--help", "-h"})
_KINDS = {kind.value: kind for kind in Subcommand if kind is not Subcommand.HARMLESS}

# What may stand before the interpreter and runs the rest of its words.
_RUNNERS_WORDS = (
    "python python2 python3 py pypy pypy3 uv uvx poetry pipenv pdm rye hatch pixi conda mamba "
    "micromamba docker docker-compose podman podman-compose nerdctl kubectl oc heroku dokku fly "
    "flyctl railway vercel render eb cf ssh sudo doas su-exec gosu setpriv runuser chpst exec "
    "command time nice ionice nohup timeout env dotenv honcho foreman coverage ddtrace-run "
    "newrelic-admin opentelemetry-instrument chamber doppler op infisical aws-vault envdir tini "
    "dumb-init xvfb-run stdbuf unbuffer flock retry wait-for-it wait-for-it.sh wait-for "
    "wait-for.sh dockerize ddev lando sail vagrant make-run sh bash"
)
_RUNNERS = frozenset(_RUNNERS_WORDS.split())
_PYTHON = re.compile(r"(?:.*[/\\])?(?:python|pypy)[\d.]*(?:\.exe)?")


_FUNCTION = re.compile(
    rb"^[ \t]*(?:function[ \t]+)?(\w+)[ \t]*\(\)[ \t]*\{[^}]*"
    rb"(?:manage\.py|django-admin)[ \t]+\"?\$[@*]",
    re.MULTILINE,
)


def programs_of(source: bytes, names: frozenset[str] = frozenset()) -> Programs:
    """What starts Django in one file: variables whose value ends in ``manage.py``, functions."""
    functions = {name.decode() for name in _FUNCTION.findall(source)}
    variables = frozenset(name.decode() for name in _ASSIGNED.findall(source))
    return Programs(names | functions, variables)


def invocation(words: Sequence[Word], programs: Programs) -> Invocation | None:
    """The call of Django's command line among the words of one command; None if there is none.

    >>> words = [Word(0, 6, "python"), Word(7, 16, "manage.py"), Word(17, 24, "migrate")]
    >>> invocation(words, Programs()).kind
    <Subcommand.MIGRATE: 'migrate'>
    """
    for at in range(len(words)):
        sure = _starts_django(words, at, programs)
        if sure is None:
            continue
        found = _subcommand(words, at + 1)
        if found is None:
            continue
        kind: Subcommand | None = _KINDS.get(words[found].value)
        if kind is None:
            continue
        rest = words[found + 1 :]
        if kind is not Subcommand.ADOPT and any(each.value in _ONLY_LOOKS for each in rest):
            kind = Subcommand.HARMLESS
        kept = tuple(_kept(words[:found], rest))
        strange = any(each.value in {"&&", "||", ";", "|"} for each in words)
        certain = sure and not strange and _runs(words, at)
        return Invocation(kind, words[found], kept, certain)
    return None


def _starts_django(words: Sequence[Word], at: int, programs: Programs) -> bool | None:
    """Whether a word starts Django; False where a name only suggests it, None where none does."""
    value = words[at].value
    if _PROGRAM.fullmatch(value) or value.rpartition("/")[2] in programs.names:
        return True
    if value == "django" and at and words[at - 1].value == "-m":
        return True
    if value in _WRAPPERS:
        return False
    if variable := _VARIABLE.fullmatch(value):
        name = variable[1] or ""
        if name in programs.variables:
            return True
        if re.search(r"(?i)manage|django", name):
            return False
    return None


def _subcommand(words: Sequence[Word], at: int) -> int | None:
    """The index of the first word from ``at`` on that is no option."""
    while at < len(words):
        value = words[at].value
        if not value.startswith("-"):
            return at
        at += 2 if value in _TAKE_VALUE else 1
    return None


def _kept(before: Sequence[Word], rest: Sequence[Word]) -> list[Word]:
    """The options after ``migrate`` that ``adopt_users`` needs as well."""
    of_runner = _HEROKU if any(w.value == "heroku" for w in before) else frozenset[str]()
    kept: list[Word] = []
    taking = False
    for word in rest:
        name, equals, _ = word.value.partition("=")
        if taking:
            kept.append(word)
            taking = False
        elif name in _KEPT | of_runner:
            kept.append(word)
            taking = not equals and name in _TAKE_VALUE | of_runner
    return kept


def _runs(words: Sequence[Word], program: int) -> bool:
    """Whether the first word is the program, an interpreter, or what runs the rest."""
    head = words[0].value
    if program == 0:
        return True
    # A template's expression or a variable stands for an interpreter or a prefix.
    if head.startswith("$") or set(head.rpartition("/")[0] or head) == {"x"}:
        return True
    return bool(_PYTHON.fullmatch(head)) or head.rpartition("/")[2] in _RUNNERS
