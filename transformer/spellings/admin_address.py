"""The address of an admin page of the user: ``/admin/auth/user/5/change/``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.spellings import FIELD, Known, Mention, Pattern, Sure, Text, read

# A name of a template is no address: those end in .html.
_PAGE = r"auth/user(?![\w-]|\.\w)(?!/[\w/-]*\.html)"
_FOUND = Pattern(rf"(?<![\w.$@-]){_PAGE}(?=(?P<rest>[^\s\"'`<>)\\]*))", words=("auth/user",))
_REST = Pattern(rf"\A/?{_PAGE}")
_BEFORE = Pattern(
    r"(?:(?P<host>\w+://[\w.:-]+|[\w-]+(?:\.[\w-]+)+(?::\d+)?)(?=/))?"
    rf"(?P<prefix>/?(?:[\w{FIELD}-]+/)*)\Z"
)
# What tests, and people who develop, call the project itself.
_OWN_HOST = re.compile(r"(?:\w+://)?(?:testserver|localhost|127\.0\.0\.1)(?::\d+)?")
_OF_ADMIN = re.compile(r"[^/]*admin[^/]*/\Z", re.IGNORECASE)
_REACH = 300


def find(text: Text, known: Known) -> Iterator[Mention]:
    """Everything in the form of an address that leads to ``auth/user``.

    Those of the admin carry its name. Below another host it may be that of another project.
    """
    for found in _FOUND.finditer(text):
        at = found.start()
        before = _BEFORE.search(text[max(0, at - _REACH) : at])
        assert before is not None
        host, sure = read(before["host"]), Sure.MENTION
        if _OF_ADMIN.search(read(before["prefix"])):
            sure = Sure.LIKELY if host and not _OWN_HOST.fullmatch(host) else Sure.CERTAIN
        whole = read(before[0]) + read(found[0]) + read(found["rest"])
        yield Mention(at - len(before[0]), found.end("rest"), whole, sure, at)


def begins(text: Text) -> bool:
    """Whether a text begins with what stands behind the address of the admin: ``auth/user/``."""
    return _REST.search(text) is not None
