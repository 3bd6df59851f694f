"""What was proven, and how."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Verdict(enum.Enum):
    PROVEN = "proven"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Proof:
    """``how`` says in a sentence what was done; ``evidence`` is the smallest that tells why.

    Of a proof that holds, ``evidence`` are limits of what it says. One that is ``needed`` must not
    be skipped.
    """

    name: str
    verdict: Verdict
    how: str
    evidence: tuple[str, ...] = ()
    seconds: float = 0.0
    needed: bool = False


def judged(name: str, how: str, differences: list[str], limits: list[str] | None = None) -> Proof:
    """A proof that fails where there are differences."""
    if differences:
        return Proof(name, Verdict.FAILED, how, tuple(differences))
    return Proof(name, Verdict.PROVEN, how, tuple(limits or ()))


def skipped(name: str, why: str, *, needed: bool = False) -> Proof:
    return Proof(name, Verdict.SKIPPED, why, needed=needed)
