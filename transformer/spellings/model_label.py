"""The label of the user model, ``auth.User``, and those of the tables of its relations."""

from __future__ import annotations

from collections.abc import Iterator

from transformer.spellings import Known, Mention, Pattern, Sure, Text, read

# A label stands alone: what follows a dot is an attribute, what goes on is another name.
_LABEL = Pattern(
    r"(?<![\w.$@/-])auth\.(?i:user(?:_groups|_user_permissions)?)(?![\w(-])"
    r"(?=(?P<inside>\.\w|[\"']?[ \t]*[:=](?!=))?)",
    words=("auth.",),
)
_KEY = Pattern(r"(?i)(?:\b|_)models?[\"']?\s*[:=]\s*\[?\s*[\"']?\Z")
_RELATIONS = ("auth.user_groups", "auth.user_user_permissions")


def is_label(text: str | None) -> bool:
    """Whether a string is the label of the user: Django ignores the case of a model's name."""
    return text is not None and text.startswith("auth.") and text.lower() == "auth.user"


def is_label_or_relation(text: str | None) -> bool:
    """Like :func:`is_label`, or the label of one of the user's tables of relations."""
    return is_label(text) or (
        text is not None and text.startswith("auth.") and text.lower() in _RELATIONS
    )


def find(text: Text, known: Known) -> Iterator[Mention]:
    """The labels in a text; what is inside of one, or a key called so, is only a mention."""
    for found in _LABEL.finditer(text):
        sure = Sure.MENTION if found["inside"] else Sure.LIKELY
        yield Mention(*found.span(), read(found[0]), sure, found.start())


def is_of_row(text: Text, mention: Mention) -> bool:
    """Whether a label stands behind a key ``model``, as in a row of a fixture."""
    return _KEY.search(text[max(0, mention.start - 80) : mention.start]) is not None


def find_rows(text: Text, known: Known) -> Iterator[Mention]:
    """The labels of rows of fixtures in a text."""
    return (mention for mention in find(text, known) if is_of_row(text, mention))
