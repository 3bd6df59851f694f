"""A permission of the user: ``auth.change_user``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.options import Options
from transformer.spellings import FIELD, Known, Mention, Pattern, Sure, Text, read

VERBS = ("add", "change", "delete", "view")
DEFAULT_CODENAMES = frozenset(f"{verb}_user" for verb in VERBS)
# Those of the models that stay in django.contrib.auth.
STAYING_CODENAMES = frozenset(
    f"{verb}_{model}" for verb in VERBS for model in ("group", "permission")
)

_CODE = Pattern(
    r"(?:(?<=\bperms\.)|(?<![\w.$@/-]))auth\.(?P<codename>\w+)(?![\w(-]|\.\w)", words=("auth.",)
)
# `f"auth.{action}_user"`, `"auth.%s_user" % action`, `"auth.{}_user".format(action)`
_INDEXED = Pattern(
    r"(?i:perm)\w*\[[\"']auth[\"']\](?:\[[\"']|\.)(?P<codename>\w+)", words=("auth",)
)
_COMPUTED = rf"{FIELD}|%s|%\(\w+\)s|\{{\w*\}}"
_WITH_ANY_VERB = re.compile(rf"auth\.(?:{_COMPUTED})_user")
_LIKE_THE_USERS = re.compile(r"[a-z]\w*_user")
_OPEN = re.compile(rf"auth\.(?P<codename>(?:{_COMPUTED}|\w)*)")
_ASKS = re.compile(r"(?i:perm(?:s|ission|issions)?)(?![a-z])")
_ANY = re.compile(rf"\w+\.(?:{'|'.join(VERBS)})_\w+")


def find(text: Text, known: Known) -> Iterator[Mention]:
    """The permissions in a text that are known to be the user's."""
    for found in _CODE.finditer(text):
        if read(found["codename"]) in known.codenames:
            yield Mention(*found.span(), read(found[0]), Sure.LIKELY, found.start())
    # `perms["auth"]["add_user"]` of JavaScript and Jinja
    for found in _INDEXED.finditer(text):
        if read(found["codename"]) in known.codenames:
            at = found.start() + read(found[0]).index("auth")
            yield Mention(*found.span(), read(found[0]), Sure.LIKELY, at)


def find_alike(text: Text, known: Known) -> Iterator[Mention]:
    """Permissions that only their name says to be the user's, for where one is asked for.

    Elsewhere ``auth.login_user`` is the key of a message, or the name of an event.
    """
    for found in _CODE.finditer(text):
        codename = read(found["codename"])
        if codename not in known.codenames and is_named_like_the_users(codename):
            yield Mention(*found.span(), read(found[0]), Sure.MENTION, found.start())


# From its end, which is rare: the files are large.
_SHOWN = Pattern(r" \| user(?: \| |(?!\w))")
_APP_SHOWN = re.compile(r"(?<![\w|])(?:auth|Authentication and Authorization)\Z")
_REACH = 40


def find_shown(text: Text, known: Known) -> Iterator[Mention]:
    """Permissions and content types of the user as Django shows them: ``auth | user | Can …``."""
    for found in _SHOWN.finditer(text):
        before = text[max(0, found.start() - _REACH) : found.start()]
        if app := _APP_SHOWN.search(before if isinstance(before, str) else read(bytes(before))):
            start = found.start() - len(app[0])
            yield Shown(start, found.end(), app[0] + read(found[0]), Sure.LIKELY, start, app[0])


class Shown(Mention):
    """Begins with the label of the app, or in newer Django with what the app is called."""

    def new(self, options: Options) -> str:
        return options.app if self.old == "auth" else options.app.capitalize()


def is_permission(text: str, known: Known) -> bool:
    """Whether a string is a permission of the user, whichever of them it computes."""
    found = _OPEN.fullmatch(text)
    return found is not None and (
        found["codename"] in known.codenames or _WITH_ANY_VERB.fullmatch(text) is not None
    )


def is_named_like_the_users(codename: str) -> bool:
    """Whether a codename ends in the name of the model, as Django makes them.

    A permission of `auth` that does is of no other model: those are groups and permissions.
    """
    return _LIKE_THE_USERS.fullmatch(codename) is not None


def codename_in_auth(text: str) -> str | None:
    """What follows the label ``auth`` in a permission; parts of it may be computed."""
    found = _OPEN.fullmatch(text)
    return found["codename"] if found else None


def looks_like_permission(text: str) -> bool:
    """Whether a string has the form of a default permission, of whatever model."""
    return _ANY.fullmatch(text) is not None


def speaks_of_permissions(words: str) -> bool:
    """Whether a name, or a piece of code, speaks of permissions.

    >>> speaks_of_permissions("required_perms"), speaks_of_permissions("permanent")
    (True, False)
    """
    return _ASKS.search(words) is not None
