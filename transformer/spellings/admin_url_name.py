"""The name of an admin page of the user: ``admin:auth_user_changelist``.

The admin makes it of app and model. https://docs.djangoproject.com/en/stable/ref/contrib/admin/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.spellings import FIELD, Known, Mention, Pattern, Sure, Text, read

# What every ModelAdmin has (django/contrib/admin/options.py, ModelAdmin.get_urls).
PAGES = frozenset({"changelist", "add", "history", "delete", "change"})
# UserAdmin.get_urls spells this name out, whatever the model is called.
_STAYS = "password_change"

_SPACE = r"(?<![\w./-])(?P<space>(?:[\w.-]+:)+)?"
_NAME = Pattern(_SPACE + r"auth_user_(?P<page>\w+)(?![\w-])", words=("auth_user_",))
# A part of the whole name may be computed: "admin:auth_user_%s", f"admin:auth_user_{page}".
_WHOLE = Pattern(rf"(?P<space>[\w.:{FIELD}-]*:)?auth_user_(?P<page>[\w{FIELD}%{{}}()]+)")
_QUOTED = re.compile(rb"""(\bname\s*=\s*)?["'](auth_user_(\w+))["']""")


def find(text: Text, known: Known) -> Iterator[Mention]:
    """The names in a text."""
    for found in _NAME.finditer(text):
        if mention := _mention(found, known):
            yield mention


def whole(text: str, known: Known) -> Mention | None:
    """A text that is such a name."""
    found = _WHOLE.fullmatch(text)
    return _mention(found, known) if found else None


def spelled_out(source: bytes) -> Iterator[str]:
    """The names that a Python file gives to pages itself.

    A page that every model has is named by the admin, unless the file says ``name=``.
    """
    if b"auth_user_" not in source:
        return
    for named, name, page in _QUOTED.findall(source):
        if named or page.decode() not in PAGES:
            yield name.decode()


def _mention(found: re.Match[str] | re.Match[bytes], known: Known) -> Mention | None:
    space, page = read(found["space"]), read(found["page"])
    at = found.start() + len(space)
    if page == _STAYS or (page not in PAGES and f"auth_user_{page}" in known.url_names):
        return None
    if not space and page not in PAGES:
        return None
    # Only the admin derives such a name; the project would have to spell its own one out.
    derived = page in PAGES and f"auth_user_{page}" not in known.url_names
    certain = bool(space) and (derived or "admin" in space.lower())
    sure = Sure.CERTAIN if certain else Sure.LIKELY
    return Mention(found.start(), found.end(), read(found[0]), sure, at)
