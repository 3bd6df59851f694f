"""The dotted path of the class: ``django.contrib.auth.models.User``."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.options import Options
from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

CLASS = "django.contrib.auth.models.User"

# Tests patch the class where Django's own modules import it, too.
_PATH = Pattern(
    r"(?<![\w./-])(?P<path>(?:django\.)?contrib\.auth\.(?:models|admin|forms)\.User)(?!\w)(?:\.\w+)*"
)


class Path(Mention):
    """A path; its attributes stay."""

    def new(self, options: Options) -> str:
        return f"{options.app_module}.models.User"


def find(text: Text, known: Known) -> Iterator[Path]:
    """The paths in a text, with the attributes that they go on to."""
    for found in _PATH.finditer(text):
        path = read(found["path"])
        sure = Sure.CERTAIN if path == CLASS else Sure.LIKELY
        yield Path(*found.span(), read(found[0]), sure, found.start(), path)
