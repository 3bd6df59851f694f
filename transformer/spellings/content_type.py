"""The user's content type by its words, app ``auth`` and model ``user``, and natural keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

_IS = r"\b[\"'`\])]*\s*(?:=|:|\bin\b)\s*\(?\s*"
_APP = rf"(?:app_label|(?<!\w)app(?:Label)?){_IS}[\"']auth[\"']"
_MODEL = rf"(?:(?<!\w)model{_IS}[\"']user[\"']|(?<!\w)codename{_IS}[\"']\w+_user[\"'])"
_QUERY = Pattern(
    rf"{_APP}[^;{{}}]{{0,120}}?{_MODEL}|{_MODEL}[^;{{}}]{{0,120}}?{_APP}"
    r"|\(\s*'auth'\s*,\s*'user'\s*\)",
    re.IGNORECASE,
    words=("'auth'", '"auth"'),
)
_LONGEST_ROW = 8
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


def app_in_permission_row(words: Sequence[str | None], known: Known) -> int | None:
    """Where ``auth`` stands among words that name app, model and codename of a permission.

    They may stand in any order and beside others: the three together mean nothing else.

    >>> app_in_permission_row(["Can add user", "auth", "user", "add_user"], known)
    1
    """
    texts = [word or "" for word in words]
    if texts.count("auth") != 1 or len(texts) > _LONGEST_ROW:
        return None
    others = [text for text in texts if text != "auth"]
    model = any(text.lower() == "user" for text in others)
    return texts.index("auth") if model and not known.codenames.isdisjoint(others) else None
