"""One repository of a summary, which every format shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transformer.fleet.state import Row
from transformer.fleet.states import State


@dataclass(frozen=True)
class Entry:
    """``todo`` are the findings left to a person; ``request`` is the address of the request.

    ``papers`` are the names of the files in ``folder``, which is relative to the work folder.
    ``adopted`` are the environments whose databases have the model, as far as somebody said so.
    ``standing_message`` says why it could not be looked at, ``push_message`` why a branch was not
    pushed, or its request not opened.
    """

    key: str
    name: str
    stage: str
    labels: tuple[str, ...]
    state: State
    code: str
    message: str
    remedy: str
    django: str
    strategy: str
    changed: int
    edits: int
    todo: int
    review: int
    seconds: float
    commit: str
    branch: str
    head: str
    notes: tuple[str, ...]
    pushed: str
    push_message: str
    request: str
    standing: str
    standing_message: str
    adopted: tuple[str, ...]
    folder: str
    papers: tuple[str, ...]

    @property
    def fails(self) -> bool:
        """Whether a batch with such a repository ends with exit status 1."""
        return self.state.fails or "failed" in self.pushed

    @property
    def refused(self) -> bool:
        """Whether there is no branch, for a reason that is no failure."""
        fine = (State.DONE, State.NOTHING_TO_DO, State.WAITING)
        return not self.state.fails and self.state not in fine

    @property
    def said(self) -> str:
        """Everything for a person, in one line."""
        words = (self.message, self.remedy, *self.notes, self.push_message)
        return " ".join(filter(None, words))


def left_to_a_person(findings: Mapping[str, int]) -> int:
    """Of findings counted by level, those that have to be done by hand."""
    return findings.get("todo", 0) + findings.get("blocker", 0)


def entry(row: Row) -> Entry:
    """What a summary says of a job."""
    told = row.result if row.state is not State.WAITING else {}
    findings = told.get("findings", {})
    return Entry(
        key=row.key,
        name=row.name,
        stage=row.stage,
        labels=row.labels,
        state=row.state,
        code=told.get("code", ""),
        message=told.get("message", ""),
        remedy=told.get("remedy", ""),
        django=told.get("django", ""),
        strategy=told.get("strategy", ""),
        changed=told.get("changed", 0),
        edits=told.get("edits", 0),
        todo=left_to_a_person(findings),
        review=findings.get("review", 0),
        seconds=told.get("seconds", 0.0),
        commit=row.commit,
        branch=told.get("branch", ""),
        head=told.get("head", ""),
        notes=tuple(told.get("notes", ())),
        pushed=row.pushed.get("state", ""),
        push_message=row.pushed.get("message", ""),
        request=row.pushed.get("request", ""),
        standing=row.standing.get("standing", ""),
        standing_message=row.standing.get("message", ""),
        adopted=tuple(row.standing.get("environments", ())),
        folder=f"repositories/{row.folder}",
        papers=tuple(told.get("papers", ())),
    )
