"""The table of the users, ``auth_user``, and those of its relations."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.options import Options
from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

# With the names of its sequences, indexes and constraints.
_TABLE = Pattern(
    r"(?<!\w)(?P<table>auth_user(?:_groups|_user_permissions)?)"
    r"(?:_pkey|_\w*(?:_seq|_key|_idx|_uniq|_like|_fk)(?:_\w+)?)?(?!\w)",
    words=("auth_user",),
)


def name_in(text: Text) -> str | None:
    """The first of these tables that a text names."""
    found = _TABLE.search(text)
    return read(found["table"]) if found else None


class Table(Mention):
    """A name that stays what it is, until the table is renamed."""

    def new(self, options: Options) -> None:
        return None


def find(text: Text, known: Known) -> Iterator[Mention]:
    """The names of these tables in a text."""
    for found in _TABLE.finditer(text):
        yield Table(*found.span(), read(found[0]), Sure.MENTION, found.start())
