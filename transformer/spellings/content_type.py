"""The user's content type by its words, app ``auth`` and model ``user``, and natural keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

_IS = r"\b[\"'`\])]*\s*(?:=|:|\bin\b)\s*\(?\s*"
_APP = rf"app_label{_IS}[\"']auth[\"']"
_MODEL = rf"(?<!\w)model{_IS}[\"']user[\"']"
_QUERY = Pattern(
    rf"{_APP}[^;{{}}]{{0,120}}?{_MODEL}|{_MODEL}[^;{{}}]{{0,120}}?{_APP}"
    r"|\(\s*'auth'\s*,\s*'user'\s*\)",
    re.IGNORECASE,
)
_AUTH = re.compile("(?<=[\"'])auth(?=[\"'])", re.IGNORECASE)


def find(text: Text, known: Known) -> Iterator[Mention]:
    """Where a text, such as SQL, asks for the content type."""
    for found in _QUERY.finditer(text):
        query = read(found[0])
        if label := _AUTH.search(query):
            at = found.start() + label.start()
            yield Mention(*found.span(), query, Sure.LIKELY, at, label[0])


def app_in_key(words: Sequence[str | None], known: Known) -> int | None:
    """Where ``auth`` stands in the natural key of the content type, or of a permission.

    >>> app_in_key(["auth", "user"], known), app_in_key(["change_user", "auth", "user"], known)
    (0, 1)
    """
    match words:
        case ["auth", str(model)] if model.lower() == "user":
            return 0
        case [str(codename), "auth", "user"] if codename in known.codenames:
            return 1
        case _:
            return None
