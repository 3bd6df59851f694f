"""Databases of a proof on the project's own servers, which are gone when it is done."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator

from transformer.errors import ErrorCode, Refused
from transformer.proof.probing import Probe, ProbeFailed, found

EMPTY, OLD, NEW, FRESH = "empty", "old", "new", "fresh"
"""The databases of a proof: nothing in it; built and filled by the code before, and adopted by the
code after; built from nothing by the code before, and by the code after."""
_CREATE, _DESTROY = "usershift_rehearse.create", "usershift_rehearse.destroy"


def unique_name(what: str) -> str:
    """What the names of databases of this run begin with."""
    return f"usershift_{what}_{os.getpid()}_{secrets.token_hex(3)}"


@contextlib.contextmanager
def created(probe: Probe) -> Iterator[None]:
    """The databases of a proof, where files do not stand in for them.

    Raises Refused where the server does not make one.
    """
    with contextlib.ExitStack() as made:
        for name in (EMPTY, OLD, NEW, FRESH) if probe.server else ():
            made.callback(_destroy, probe, name)
            try:
                found(probe.ask(_CREATE, databases=name), _CREATE)
            except ProbeFailed as failed:
                raise Refused(
                    f"The server makes no database: {failed.last}",
                    "Leave --keep-engine out, or let the settings name a server and a user that"
                    " may create databases.",
                    code=ErrorCode.NO_DATABASE,
                ) from None
        yield


def _destroy(probe: Probe, name: str) -> None:
    with contextlib.suppress(ProbeFailed):
        probe.ask(_DESTROY, databases=name)
