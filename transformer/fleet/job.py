"""A job and its result: what travels to a worker, on this machine or another, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from transformer.fleet.limits import Limits
from transformer.fleet.manifest import Repository
from transformer.fleet.states import State


@dataclass(frozen=True)
class Job:
    """One stage of one repository.

    ``commit`` is what is taken of it, or empty for the newest; ``scratch`` the folder of this
    machine for what the job needs while it runs, or empty for the worker's own temporary folder.
    ``message`` is the template of the commits' messages, or empty for those of ``migrate``.
    """

    repository: Repository
    branch: str
    limits: Limits = field(default_factory=Limits)
    commit: str = ""
    scratch: str = ""
    message: str = ""
    verify: bool = False

    @property
    def key(self) -> str:
        return self.repository.key


@dataclass(frozen=True)
class Result:
    """How a job ended. ``commit`` is what was taken, ``head`` the end of the new branch.

    ``code`` is the stable error code, ``message`` and ``remedy`` are for a person. ``findings`` are
    counts by level, ``steps`` seconds by step. ``files`` are the papers for the repository's
    folder: name -> content.
    """

    key: str
    state: State
    code: str = ""
    message: str = ""
    remedy: str = ""
    commit: str = ""
    branch: str = ""
    head: str = ""
    django: str = ""
    strategy: str = ""
    title: str = ""
    changed: int = 0
    edits: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    steps: Mapping[str, float] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
