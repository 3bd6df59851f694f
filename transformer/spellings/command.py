"""Management commands that name the user model, or its app: ``manage.py dumpdata auth.user``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transformer.formats.commands import STARTS_DJANGO
from transformer.options import Options
from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

# To the end of the command: a line may be continued, a pipe or a comment ends it.
_WORDS = r"(?P<words>(?:\\\r?\n|(?![|&;<>()`\n]|[ \t]#).){1,2000})"
_STARTS = ("manage.py", "django-admin", "-m ", "-m\t")
_COMMAND = Pattern(STARTS_DJANGO.decode() + _WORDS, words=_STARTS)
# The word is no other program's, whatever starts Django before it: a variable, a function.
_BY_NAME = Pattern(
    rf"(?:{STARTS_DJANGO.decode()}|(?<![\w./-])(?=dumpdata[ \t])){_WORDS}",
    words=(*_STARTS, "dumpdata"),
)
_WORD = re.compile(r"[^\s\"',\[\]\\]+")
_LABEL = re.compile(r"(?i)(?:-e|--?\w[\w-]*=)?\s*(auth)\.user(?:_groups|_user_permissions)?")
_APP = re.compile(r"(?P<option>(?:-e|--exclude)=?)?auth")
_TAKES_APPS = frozenset({"dumpdata", "sqlsequencereset"})
_FLAGS = frozenset(
    {"-a", "--all", "--natural-foreign", "--natural-primary"}
    | {"--traceback", "--no-color", "--force-color", "--skip-checks"}
)


def find(text: Text, known: Known) -> Iterator[Mention]:
    """The labels of the user that commands in a text name."""
    for start, command in _commands(text, _BY_NAME):
        for word in _WORD.finditer(command):
            if label := _LABEL.fullmatch(word[0]):
                at = start + word.start() + label.start(1)
                yield Mention(at, start + word.end(), label[0][label.start(1) :], Sure.CERTAIN, at)


def names_label(word: str) -> bool:
    """Whether an argument is the label of the user, or an option with it."""
    return _LABEL.fullmatch(word) is not None


@dataclass(frozen=True)
class WholeApp(Mention):
    """A command that takes the app ``auth``: what it meant takes two apps now.

    ``option`` has to go before the second one; ``quoted`` is an item of a list.
    """

    option: str = ""
    quoted: bool = False

    def new(self, options: Options) -> str | None:
        return None if self.quoted else f" {self.option}{options.app}"


def find_apps(text: Text, app: str) -> Iterator[WholeApp]:
    """The commands of a text that take all of ``auth``, and not yet ``app``."""
    for start, command in _commands(text):
        words = list(_WORD.finditer(command))
        for at, option in _whole(words, app):
            word = words[at]
            around = command[word.start() - 1 : word.start()], command[word.end() : word.end() + 1]
            quoted = around[0] == around[1] and around[0] in {'"', "'", "`"}
            end = start + word.end()
            whole = command[: word.end()]
            yield WholeApp(start, end, whole, Sure.LIKELY, end, "", option, quoted)


def takes_apps(words: Iterable[str]) -> bool:
    """Whether a command with these words takes labels of whole apps."""
    return not _TAKES_APPS.isdisjoint(words)


def is_app(word: str) -> bool:
    """Whether an argument is the app ``auth``, or an option with it."""
    return _APP.fullmatch(word) is not None


def _commands(text: Text, pattern: Pattern = _COMMAND) -> Iterator[tuple[int, str]]:
    """The words of each command, and where they start."""
    for found in pattern.finditer(text):
        yield found.start("words"), read(found["words"])


def _whole(words: list[re.Match[str]], app: str) -> Iterator[tuple[int, str]]:
    """The numbers of the words that are the whole app, and the option that goes with each."""
    said = {word[0].rpartition("=")[2].partition(".")[0] for word in words}
    if app in said or not takes_apps(word[0] for word in words):
        return
    previous = ""
    for number, word in enumerate(words):
        found = _APP.fullmatch(word[0])
        option = (found["option"] or "") if found else ""
        if previous in {"-e", "--exclude"}:
            option = previous + " "
        takes_value = previous.startswith("-") and "=" not in previous and previous not in _FLAGS
        if found and (option or not takes_value):
            yield number, option
        previous = word[0]
