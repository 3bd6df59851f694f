"""Pushing the branches to where the repositories were taken from, one after the other.

Only the process that keeps the state pushes, never a worker: what was pushed is known, and workers
need no right to write. A branch that is there with other content is left alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformer.fleet.clone import NotTaken, git_outside, said
from transformer.fleet.limits import Limits, Runner
from transformer.fleet.manifest import Repository
from transformer.fleet.request import open_request
from transformer.fleet.state import Row, Store
from transformer.fleet.states import State
from transformer.fleet.work_folder import WorkFolder
from transformer.git import Git
from transformer.printable import shown_text

# A repository on this machine runs its hooks in the name of whoever pushes.
_RECEIVE = "git -c core.hooksPath=/dev/null -c receive.autogc=false -c core.fsmonitor=false"


_LOCAL = "refs/usershift/branch"


@dataclass(frozen=True)
class Push:
    """``command`` opens a request for each branch that was pushed; empty for none."""

    folder: WorkFolder
    store: Store
    limits: Limits
    command: Sequence[str] = ()

    def all(
        self,
        repositories: Mapping[str, Repository],
        told: Callable[[Repository, Mapping[str, Any]], None],
    ) -> bool:
        """Push what is done and not pushed yet; whether all of it went well."""
        fine = True
        for row in self.store.rows(repositories):
            if row.state is not State.DONE or self._is_there(row):
                continue
            one = repositories[row.key]
            became = self._one(one, row)
            self.store.note(one.key, "pushed", became)
            told(one, became)
            fine = fine and became["state"] == "pushed"
        return fine

    def _is_there(self, row: Row) -> bool:
        requested = row.pushed.get("requested", False) or not self.command
        return row.pushed.get("state") == "pushed" and requested

    def _one(self, one: Repository, row: Row) -> dict[str, Any]:
        """What became of one branch."""
        branch, head = row.result["branch"], row.result["head"]
        became: dict[str, Any] = {"state": "failed", "head": head}
        if row.pushed.get("state") != "pushed":
            try:
                became["head"] = self._pushed(one, row, branch, head)
            except NotTaken as error:
                message = error.message or "It took longer than the time limit."
                return {**became, "message": shown_text(message)}
        became["state"] = "pushed"
        if not self.command:
            return became
        papers = self.folder.papers(one.key).absolute()
        fields = {
            "name": one.name,
            "branch": branch,
            "base": one.wanted.ref,
            "title": row.result["title"],
            "body_file": str(papers / "request.md"),
            "labels": ",".join(one.wanted.labels),
        }
        try:
            address = open_request(self.command, papers, fields)
        except ValueError as error:
            return {**became, "state": "request-failed", "message": shown_text(str(error))}
        return {**became, "requested": True, "request": address}

    def _pushed(self, one: Repository, row: Row, branch: str, head: str) -> str:
        """The end of the branch that is there now. Raises NotTaken."""
        scratch = Path(tempfile.mkdtemp(prefix="push-", dir=self.folder.scratch)).absolute()
        try:
            run = Runner(scratch, self.limits, time.monotonic() + self.limits.seconds)
            git = git_outside(Git(scratch), one.source)
            bundle = self.folder.papers(one.key).absolute() / "branch.bundle"
            ref = f"refs/heads/{branch}"
            url = one.source.url
            there = _said(run, git, "ls-remote", "--", url, ref).split()
            if there and there[0] == head:
                return head
            _said(run, git, "init", "--quiet", "--template=", str(scratch / "pushed"))
            own = git_outside(Git(scratch / "pushed"), one.source)
            _said(run, own, "fetch", "--quiet", "--depth=1", "--no-tags", "--", url, row.commit)
            _said(run, own, "fetch", "--quiet", "--no-tags", "--", str(bundle), f"{ref}:{_LOCAL}")
            if _said(run, own, "rev-parse", _LOCAL).strip() != head:
                raise NotTaken("git-refused", "The bundle holds another branch than the result.")
            if there:
                _said(run, own, "fetch", "--quiet", "--depth=1", "--no-tags", "--", url, ref)
                trees = _said(run, own, "rev-parse", "FETCH_HEAD^{tree}", f"{head}^{{tree}}")
                if len(set(trees.split())) > 1:
                    words = f"The branch {branch} is there, with other content: delete it first."
                    raise NotTaken("branch-exists", words)
                return there[0]
            options = [f"--receive-pack={_RECEIVE} receive-pack"] if one.source.local else []
            _said(run, own, "push", "--quiet", *options, "--", url, f"{_LOCAL}:{ref}")
            return head
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def _said(run: Runner, git: Git, *args: str) -> str:
    done = run(git.command(*args), git.folder, git.environment())
    if done.exceeded or done.status:
        raise NotTaken("git-refused", "" if done.exceeded else said(done))
    return os.fsdecode(done.stdout)
