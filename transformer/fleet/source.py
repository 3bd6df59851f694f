"""Where a repository is: a folder of this machine or a URL, as git takes it and as it is shown."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from transformer.printable import shown

PROTOCOLS = ("https", "ssh", "file")
"""What git may clone by. ``http`` and ``git`` are not authenticated; ``ext`` runs any program."""

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)(?:://|::)")
# git's short form for ssh; a path of this machine has no `@` before the colon.
_SHORT = re.compile(r"(?!-)[\w.+-]+@(?!-)[\w.-]+:(?!/?/)(?P<path>.+)")
_SECRET = re.compile(r"(?<=://)[^/\s]+@")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Source:
    """``location`` is an absolute path or a URL; it may hold a password and is never shown."""

    location: str
    local: bool

    @property
    def shown(self) -> str:
        """The location without user and password, as text that every file and terminal takes."""
        return shown(without_secrets(self.location))

    @property
    def secret(self) -> tuple[str, str] | None:
        """The beginning of the URL with user and password, and the same without them."""
        parts = urlsplit(self.location) if not self.local else None
        if parts is None or parts.scheme != "https" or "@" not in parts.netloc:
            return None
        host = parts.netloc.rpartition("@")[2]
        return (
            urlunsplit((parts.scheme, parts.netloc, "/", "", "")),
            urlunsplit((parts.scheme, host, "/", "", "")),
        )

    @property
    def url(self) -> str:
        """What is cloned: a folder goes through git's own protocol, so that no file is shared."""
        if self.local:
            return Path(self.location).as_uri()
        if self.secret:
            return self.location.replace(*self.secret, 1)
        return self.location

    @property
    def name(self) -> str:
        """How people call it: the folder, or owner and repository."""
        if self.local:
            return shown(Path(self.location).name.removesuffix(".git")) or "root"
        short = _SHORT.fullmatch(self.location)
        path = short["path"] if short else urlsplit(self.location).path
        return "/".join(path.strip("/").removesuffix(".git").split("/")[-2:]) or self.shown


def without_secrets(text: str) -> str:
    """A text in which no URL names a user or a password."""
    return _SECRET.sub("", text)


def read_source(text: str, base: Path) -> Source:
    """The source that a manifest names; relative paths start at ``base``.

    Raises ValueError, with the reason, for one that git must not be given.
    """
    if not text or "\0" in text or "\n" in text:
        raise ValueError("a path or a URL must be one line of text")
    if url := _URL.match(text):
        protocol = url[1].lower()
        if protocol not in PROTOCOLS or not text.startswith("://", url.end(1)):
            raise ValueError(f"git may clone by {', '.join(PROTOCOLS)}, not by `{url[0]}`")
        if protocol == "file":
            return Source(os.path.normpath(unquote(urlsplit(text).path)), local=True)
        return Source(_checked(text), local=False)
    if _SHORT.fullmatch(text):
        return Source(text, local=False)
    return Source(os.path.normpath(located(text, base)), local=True)


def _checked(url: str) -> str:
    """The URL, whose parts are what git takes them for. Raises ValueError."""
    parts = urlsplit(url)
    if not parts.hostname or parts.hostname.startswith("-"):
        raise ValueError("the URL names no host")
    if not re.fullmatch(r"(?:.*@)?(?:\[[^]]*\]|[^:]*)(?::\d*)?", parts.netloc):
        raise ValueError("the URL's port is no number; `/` in a password is written `%2F`")
    return url


def located(text: str, base: Path) -> Path:
    """A path of this machine, absolute. Raises ValueError where `~` means nothing."""
    try:
        return base.absolute() / Path(text).expanduser()
    except RuntimeError:  # there is no home folder
        raise ValueError("there is no home folder that `~` could mean") from None


def plain_name(text: str) -> str:
    """A file name that looks like the text."""
    return _UNSAFE.sub("-", text).strip("-.")[-60:].lstrip("-.") or "repository"


def folder_name(key: str) -> str:
    """A file name for a key, of plain letters, that no other key has."""
    return f"{plain_name(key)}-{hashlib.sha256(os.fsencode(key)).hexdigest()[:10]}"
