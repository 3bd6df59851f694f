"""The dotted path of the class: ``django.contrib.auth.models.User``."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.options import Options
from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

CLASSES = ("django.contrib.auth.models.User", "django.contrib.auth.models:User")

# Tests patch the class where Django's own modules import it, too.
_PATH = Pattern(
    r"(?<![\w./-])(?P<path>(?:django\.)?contrib\.auth\.(?:models|admin|forms)[.:]User)(?!\w)"
    r"(?:\.\w+)*",
    words=("contrib.auth.",),
)


class Path(Mention):
    """A path; its attributes stay, and the colon of an entry point."""

    def new(self, options: Options) -> str:
        return f"{options.app_module}.models{self.old[-5]}User"


def find(text: Text, known: Known) -> Iterator[Path]:
    """The paths in a text, with the attributes that they go on to.

    Who reads one tells whether the class is meant: what imports it, or whoever is sent the words.
    """
    for found in _PATH.finditer(text):
        path = read(found["path"])
        yield Path(*found.span(), read(found[0]), Sure.LIKELY, found.start(), path)


_ALL = Pattern(
    r"(?<![\w./-])django\.contrib\.(?:auth\.(?:models\.)?)?\*(?![\w*/])",
    words=("django.contrib.",),
    beside="contrib",
)


def find_all(text: Text, known: Known) -> Iterator[Mention]:
    """The patterns in a text that stand for all models of a module, as dashboards take them."""
    for found in _ALL.finditer(text):
        yield _All(*found.span(), read(found[0]), Sure.LIKELY, found.start(), read(found[0]))


class _All(Mention):
    """A pattern, which needs another one beside it."""

    def new(self, options: Options) -> None:
        return None
