"""What Django calls the app in the admin: ``Authentication and Authorization``."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.options import Options
from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

# django/contrib/auth/apps.py, AuthConfig.verbose_name.
_NAME = Pattern(r"\AAuthentication and Authorization\Z")


class Name(Mention):
    """The name stays that of the groups; the user goes by that of its own app."""

    def new(self, options: Options) -> None:
        return None


def find(text: Text, known: Known) -> Iterator[Mention]:
    """The name, where a text is that and nothing else."""
    for found in _NAME.finditer(text):
        yield Name(*found.span(), read(found[0]), Sure.LIKELY, found.start(), read(found[0]))
