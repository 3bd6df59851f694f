"""From a job to its result, on any machine: clone, assess, migrate, verify, and what is kept.

Nothing of the user's is written: the job has a folder of its own, which is gone when it ends, and
what is kept travels in the result.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from transformer.errors import ErrorCode
from transformer.fleet.clone import Clone, NotTaken, is_dirty, take
from transformer.fleet.job import Job, Result
from transformer.fleet.limits import Runner
from transformer.fleet.messages import reword, subject
from transformer.fleet.states import State, state_of
from transformer.fleet.tool import Answer, Tool, environment
from transformer.printable import shown_text

LARGEST_PAPER = 64 << 20


def run(job: Job) -> Result:
    """Do the job. Never raises: what went wrong is in the result."""
    return alone(job, Work.result)


def alone(job: Job, do: Callable[[Work], Result]) -> Result:
    """Do something for a job in a folder of its own. Never raises."""
    started = time.monotonic()
    result = Result(job.key, State.FAILED)
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="job-", dir=job.scratch or None))
        result = do(Work(job, folder, started))
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        text = "".join(traceback.format_exception(error))
        result = replace(result, code=ErrorCode.INTERNAL.value, message=told)
        result = replace(result, files={"traceback.txt": text.encode("utf-8", "replace")})
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
    return replace(result, seconds=round(time.monotonic() - started, 3))


class Work:
    """The steps of one job, in their order. ``closed`` keeps git inside of the job's folder."""

    def __init__(self, job: Job, folder: Path, started: float) -> None:
        self.job = job
        self.wanted = job.repository.wanted
        self.run = Runner(folder, job.limits, started + job.limits.seconds)
        self.papers = folder / "papers"
        self.temporary = folder / "temporary"
        self.papers.mkdir()
        self.temporary.mkdir()
        self.tool = Tool(self.run, self.papers, environment(self.temporary))
        self.closed = {"GIT_CEILING_DIRECTORIES": str(folder)}
        self.steps: dict[str, float] = {}

    def result(self) -> Result:
        try:
            with self._step("clone"):
                source = self.job.repository.source
                clone = take(self.run, source, self.wanted.ref, self.job.commit, self.closed)
                dirty = is_dirty(self.run, source)
                self.tool = replace(self.tool, env={**self.tool.env, **clone.identity})
        except NotTaken as error:
            return self.not_taken(error)
        found = Result(self.job.key, State.FAILED, commit=clone.commit)
        if dirty:
            found = replace(found, notes=("Changes that are not committed were left out.",))
        try:
            found = self._migrated(found, clone)
            # Where the clone was while it was there helps nobody.
            for name in ("message", "remedy"):
                text = getattr(found, name).replace(str(clone.folder), clone.folder.name)
                found = replace(found, **{name: text})
        except NotTaken as error:
            return replace(self.not_taken(error), commit=clone.commit)
        return replace(found, steps=self.steps, files=self._kept())

    def _migrated(self, found: Result, clone: Clone) -> Result:
        project = clone.folder / self.wanted.project
        if not project.resolve().is_relative_to(clone.folder.resolve()):
            code, words = ErrorCode.OUTSIDE_PROJECT, f"`{self.wanted.project}` is a link."
            return replace(found, code=code.value, message=words)
        asked = ["--branch", self.job.branch, *self.arguments("migrate")]
        asked += ["--report", str(self.papers / "report.html")]
        asked += ["--runbook", str(self.papers / "runbook.md")]
        asked += ["--pr-body", str(self.papers / "request.md")]
        with self._step("migrate"):
            answers = self.tool.in_turn(
                ("assess", str(project), *self.arguments("assess")),
                ("migrate", str(project), *asked),
            )
        for answer in answers:
            found = _with_facts(found, answer)
            if answer.code:
                return _refused(found, answer)
        if not answer.report["files"]:
            return replace(found, state=State.NOTHING_TO_DO)
        with self._step("deliver"):
            found = self._delivered(found, clone)
        if self.job.verify:
            with self._step("verify"):
                return self._verified(found, clone, project)
        return found

    def arguments(self, command: str) -> list[str]:
        """The options of this repository for a command that reads its code."""
        return ["--jobs", "1", *self.wanted.arguments(command)]

    def _delivered(self, found: Result, clone: Clone) -> Result:
        """Name the branch's end, and put what it changes among the papers."""
        branch = f"refs/heads/{self.job.branch}"
        if self.job.message:
            reword(clone, branch, self.job.message, self.job.repository)
        head = os.fsdecode(clone("rev-parse", "--verify", branch)).strip()
        options = ("--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--no-color")
        patch = f"--output={self.papers / 'changes.patch'}"
        clone("diff", *options, patch, clone.commit, head)
        bundle = str(self.papers / "branch.bundle")
        clone("bundle", "create", "--quiet", bundle, f"{clone.commit}..{branch}")
        title = subject(clone, branch)
        text = self.papers / "request.md"
        # Its first line is the title, which code hosts take by itself.
        text.write_bytes(text.read_bytes().partition(b"\n")[2].lstrip())
        return replace(found, state=State.DONE, branch=self.job.branch, head=head, title=title)

    def _verified(self, found: Result, clone: Clone, project: Path) -> Result:
        clone("checkout", "--quiet", "--detach", found.head)
        bare = replace(self.tool, env=environment(self.temporary, trusted=False))
        chosen = ["--before", found.commit, *self.wanted.arguments("verify")]
        chosen += ["--report", str(self.papers / "proof.html")]
        answer = bare("verify", str(project), *chosen)
        if answer.code == "time-limit":
            return _refused(found, answer)
        if answer.code or answer.report.get("exit_code") != 0:
            code = answer.code or "proof-failed"
            message = answer.message or str(answer.report.get("done") or "")
            found = replace(found, code=code, message=message, remedy=answer.remedy)
            return replace(found, state=State.PROOF_FAILED)
        return found

    def not_taken(self, error: NotTaken) -> Result:
        code, message, state = error.code, error.message, State.FAILED
        if code == "time":
            code, state, message = "time-limit", State.TIMED_OUT, "git took too long."
        elif code == "disk":
            code, message = "disk-limit", "The repository is larger than the disk limit."
        result = Result(self.job.key, state, code, shown_text(message))
        return replace(result, steps=self.steps, files=self._kept())

    def _kept(self) -> dict[str, bytes]:
        """The papers, and the traceback of a fault of our own."""
        found = [*self.papers.iterdir(), *self.temporary.glob("usershift-*.txt")]
        return {
            path.name if path.parent == self.papers else "traceback.txt": path.read_bytes()
            for path in sorted(found)
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_PAPER
        }

    @contextlib.contextmanager
    def _step(self, name: str) -> Iterator[None]:
        started = time.monotonic()
        try:
            yield
        finally:
            self.steps[name] = round(time.monotonic() - started, 3)


def _with_facts(found: Result, answer: Answer) -> Result:
    """What a report tells of the project and of the work."""
    report: Any = answer.report
    if not report.get("project"):
        return found
    return replace(
        found,
        django=report["project"]["django"] or "",
        strategy=report["strategy"] or "",
        changed=len(report["files"]),
        edits=len(report["edits"]),
        findings=dict(Counter(finding["level"] for finding in report["findings"])),
    )


def _refused(found: Result, answer: Answer) -> Result:
    state = State.TIMED_OUT if answer.code == "time-limit" else state_of(answer.code)
    told = (shown_text(answer.message), shown_text(answer.remedy))
    return replace(found, state=state, code=answer.code, message=told[0], remedy=told[1])
