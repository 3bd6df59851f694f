"""Addresses and URL names of the admin's pages of the user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.contents import View

# `UserAdmin` spells this name out, whatever the model is called.
PASSWORD_CHANGE = "auth_user_password_change"

# A name of a template is no address: those end in .html.
PAGE = re.compile(rb"auth/user(?=[/\"'`?#\s<)\\,;]|\Z)(?!/[\w/-]*\.html)")
_BEFORE = re.compile(
    rb"(?P<host>\w+://[\w.:-]+|[\w-]+(?:\.[\w-]+)+(?::\d+)?)?(?P<prefix>/(?:[\w-]+/)*)\Z"
)
# The admin, also below the prefix of a language.
_ADMIN = re.compile(rb"(?:/[a-z]{2}(?:-[a-z]+)?)?/admin/")


@dataclass(frozen=True)
class Address:
    """``start`` is where ``auth`` stands; ``host`` whether a host is spelled out before it."""

    start: int
    prefix: bytes
    host: bool

    @property
    def in_admin(self) -> bool:
        return bool(_ADMIN.fullmatch(self.prefix))


def addresses(source: View) -> Iterator[Address]:
    """Everything in the form of ``/admin/auth/user/``, below whatever prefix."""
    for found in PAGE.finditer(source):
        before = _BEFORE.search(source[max(0, found.start() - 300) : found.start()])
        if before:
            yield Address(found.start(), before["prefix"], before["host"] is not None)
