"""Command lines in text of any kind, and those among them that start Django.

One tolerant reader serves shell scripts, recipes, strings of YAML, JSON and Python, and lists of
words: brackets and commas end or part words where a shell would not, and a quote that does not
close ends a command. What stands in quotes or in ``$(…)`` may be a command line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Word:
    """``start:end`` are its bytes, ``raw`` as they stand, ``value`` without quotes."""

    start: int
    end: int
    raw: bytes
    value: str


@dataclass(frozen=True)
class Command:
    """The words of one command up to ``end``, behind which only redirections may follow.

    Where it stands in the word ``holder`` of an ``outer`` command, ``start:stop`` are the bytes
    between the quotes there, and ``alone`` says that nothing else stands between them.
    """

    words: tuple[Word, ...]
    end: int
    outer: Command | None = None
    holder: int = 0
    start: int = 0
    stop: int = 0
    alone: bool = False


# A template's expression, `${x}`, `a[0]`, `{a,b}` and `NAME=(…)` hold no end of a command.
_PART = rb"""
    "(?:\\.|[^"\\])*" | '[^']*' | `[^`\n]*` | \$\((?:[^()]|\([^()]*\))*\) | (?<==)\([^()]*\)
    | \$\{[^{}\n]*\} | \$?\{\{[^\n]{0,200}?\}\} | \{%[^\n]{0,200}?%\} | \{[^{}\s"']*\}
    | (?<=\w)\[[^\[\]\s"',]*\] | [=-]> | \\[^\r\n] | ,(?=[^\s"'\]]) | \$(?!\()
    | [^\s"'`\\;&|()<>{}\[\],$]
"""
_TOKEN = re.compile(
    rb"""
    (?P<space> [ \t\r,] | \\\r?\n )
    | (?P<comment> \#[^\n]* )
    | (?P<redirect> (?: \d*[<>]{1,3}[&|]? | &>>? ) [ \t]* (?:%b)* )
    | (?P<word> (?:%b)+ )
    | (?P<end> . )
    """
    % (_PART, _PART),
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(
    rb"""
    \\. | "((?:\\.|[^"\\])*)" | '([^']*)' | `([^`]*)` | (?:\$|(?<==))\((.*)\)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([\"$`\\nrt])")
_EXPRESSION = re.compile(rb"\{\{[ \t]*(\w+)[ \t]*\}\}")


def commands(text: bytes, base: int = 0) -> Iterator[Command]:
    """Every command in a text that begins at ``base`` of its file, and every one inside those.

    >>> [[word.value for word in c.words] for c in commands(b"cd app && sh -c './x.sh 1; ls'")]
    [['cd', 'app'], ['sh', '-c', './x.sh 1; ls'], ['./x.sh', '1'], ['ls']]
    """
    for words, end in _split(text, base):
        yield from _with_inner(Command(words, end))


def _with_inner(command: Command) -> Iterator[Command]:
    yield command
    for holder, word in enumerate(command.words):
        for part in _QUOTED.finditer(word.raw):
            group = part.lastindex
            if group is None:
                continue
            inner = _ESCAPE.sub(_unescaped, part[group])
            if not inner.strip() or len(inner.split()) == 1:
                continue
            start, stop = word.start + part.start(group), word.start + part.end(group)
            found = list(_split(inner, start))
            for words, end in found:
                alone = len(found) == 1
                yield from _with_inner(Command(words, end, command, holder, start, stop, alone))


def _unescaped(escape: re.Match[bytes]) -> bytes:
    """What an escape means, as long as itself."""
    return {b"n": b" \n", b"r": b"  ", b"t": b"  "}.get(escape[1], b" " + escape[1])


def _split(text: bytes, base: int) -> Iterator[tuple[tuple[Word, ...], int]]:
    """The words of each command, and where it ends."""
    words: list[Word] = []
    end = base
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "word":
            start, end = base + token.start(), base + token.end()
            words.append(Word(start, end, token[0], _value(token[0])))
        elif token.lastgroup == "redirect":
            end = base + token.end()
        elif token.lastgroup == "end" and words:
            yield tuple(words), end
            words = []
    if words:
        yield tuple(words), end


def _value(raw: bytes) -> str:
    if variable := _EXPRESSION.fullmatch(raw):
        return f"${variable[1].decode()}"
    return re.sub(rb"\\\r?\n|[\"']|\\(?=[^\w\s])", b"", raw).decode("utf-8", "replace")


# What starts Django, by the end of its path.
PROGRAM = r"manage\.py|django-admin(?:\.py)?"
# The same in a text that need not be a command line.
STARTS_DJANGO = rf"(?:\b(?:{PROGRAM})|-m[ \t]+django)\b".encode()
TAKE_VALUE = frozenset({"--settings", "--pythonpath", "--configuration", "--database"})
_PROGRAM = re.compile(rf"(?:.*[/\\])?(?:{PROGRAM})")
_VARIABLE = re.compile(r"\$[({]?(\w+)[)}]?")
# What people call a recipe or a script that hands its words to manage.py.
_WRAPPERS = frozenset({"manage", "./manage", "django", "dj"})
_ASSIGNED = re.compile(
    rb"^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)*(\w+)[ \t]*[:?]*=[^\n]*"
    + STARTS_DJANGO
    + rb"[\"']?[ \t]*\r?$",
    re.MULTILINE,
)
_FUNCTION = re.compile(
    rb"^[ \t]*(?:function[ \t]+)?(\w+)[ \t]*\(\)[ \t]*\{[^}]{0,500}?"
    + STARTS_DJANGO
    + rb"[ \t]+\"?\$[@*]",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Programs:
    """What starts Django beside ``manage.py``: names of files, of commands and of variables."""

    names: frozenset[str] = field(default_factory=frozenset)
    variables: frozenset[str] = field(default_factory=frozenset)


def programs_of(text: bytes, names: frozenset[str] = frozenset()) -> Programs:
    """What starts Django in one file: variables whose value ends in ``manage.py``, functions."""
    functions = {name.decode() for name in _FUNCTION.findall(text)}
    variables = frozenset(name.decode() for name in _ASSIGNED.findall(text))
    return Programs(names | functions, variables)


@dataclass(frozen=True)
class Invocation:
    """The indexes of the program and of the subcommand; ``sure`` if the program is no guess."""

    words: Sequence[Word]
    program: int
    subcommand: int
    sure: bool

    @property
    def name(self) -> str:
        return self.words[self.subcommand].value

    @property
    def arguments(self) -> Sequence[Word]:
        return self.words[self.subcommand + 1 :]


def invocations(words: Sequence[Word], programs: Programs) -> Iterator[Invocation]:
    """What may be a call of Django among the words of one command.

    >>> (command,) = commands(b"docker compose run web python manage.py --settings=x migrate blog")
    >>> [found.name for found in invocations(command.words, Programs())]
    ['migrate']
    """
    for at in range(len(words)):
        sure = _starts_django(words, at, programs)
        subcommand = at + 1
        while subcommand < len(words) and words[subcommand].value.startswith("-"):
            subcommand += 2 if words[subcommand].value in TAKE_VALUE else 1
        if sure is not None and subcommand < len(words):
            yield Invocation(words, at, subcommand, sure)


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
        if variable[1] in programs.variables:
            return True
        if re.search(r"(?i)manage|django", variable[1]):
            return False
    return None
