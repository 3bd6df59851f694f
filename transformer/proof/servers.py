"""Databases of a proof on the project's own servers, which are gone when it is done."""

from __future__ import annotations

import os
import secrets

from transformer.errors import ErrorCode, Refused
from transformer.proof.copies import Disposable
from transformer.proof.probing import Probe, ProbeFailed, found

EMPTY, OLD, NEW, FRESH = "empty", "old", "new", "fresh"
"""The databases of a proof: nothing in it; built and filled by the code before, and adopted by the
code after; built from nothing by the code before, and by the code after."""
_CREATE, _DESTROY = "usershift_rehearse.create", "usershift_rehearse.destroy"


def unique_name(what: str) -> str:
    """What the names of databases of this run begin with."""
    return f"usershift_{what}_{os.getpid()}_{secrets.token_hex(3)}"


def create(probe: Probe, place: Disposable) -> None:
    """Make the databases of a proof, which are gone at its end; files do without it.

    Raises Refused where the server does not make one.
    """
    for name in (EMPTY, OLD, NEW, FRESH) if probe.server else ():
        probe.at_the_end(place, _DESTROY, databases=name)
        try:
            found(probe.ask(_CREATE, databases=name), _CREATE)
        except ProbeFailed as failed:
            raise Refused(
                f"The server makes no database: {failed.last}",
                "Leave --keep-engine out, or let the settings name a server and a user that may"
                " create databases.",
                code=ErrorCode.NO_DATABASE,
            ) from None
