"""The table of the users, ``auth_user``, and those of its relations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

# With the names of its sequences, indexes and constraints.
TABLE = Pattern(
    r"(?<![\w-])(?P<table>auth_user(?:_groups|_user_permissions)?)"
    r"(?:_pkey|_\w*(?:_seq|_key|_idx|_uniq|_like|_fk)(?:_\w+)?)?(?![\w-])",
    re.IGNORECASE,
)


def find(text: Text, known: Known) -> Iterator[Mention]:
    """The names of these tables in a text. They stay what they are, until the table is renamed."""
    for found in TABLE.finditer(text):
        yield Mention(*found.span(), read(found[0]), Sure.MENTION, found.start())
