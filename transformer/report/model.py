"""The facts that every format shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from transformer.errors import ProofFailed, UsershiftError
from transformer.findings import Finding, Level
from transformer.options import Stage
from transformer.pipeline import Migration
from transformer.project import Project
from transformer.proof.outcome import Proof, Verdict
from transformer.report.assessment import Assessment
from transformer.report.blocked import blocked
from transformer.stages import steps
from transformer.tree import Edit

LEVELS = tuple(Level)
_LATER = ("finalize", "rename-table")


@dataclass(frozen=True)
class PassDone:
    """``files`` and ``edits`` are counts."""

    name: str
    title: str
    files: int
    edits: int
    seconds: float


@dataclass(frozen=True)
class StageDone:
    """``stage`` is ``prepare`` or ``switch``; ``files`` and ``edits`` are counts."""

    stage: str
    files: int
    edits: int


@dataclass(frozen=True)
class FileDone:
    """``status`` is ``added``, ``modified``, ``renamed`` or ``deleted``.

    ``old_path`` is that of a renamed file.
    """

    path: str
    status: str
    old_path: str | None = None


@dataclass(frozen=True)
class Report:
    """One run of one command. ``project`` is None where it was refused before it was read.

    ``stages`` are there where they were looked at; ``then`` is what a person does next.
    ``assessment`` and ``diff``, the patch, are there where they were asked for; ``done`` says in a
    sentence what was delivered. ``error`` is why the command ended early: with findings, blockers.
    ``finished`` holds the changed files as findings speak of them.
    """

    command: str
    exit_code: int
    project: Project | None = None
    strategy: str = ""
    passes: tuple[PassDone, ...] = ()
    stages: tuple[StageDone, ...] = ()
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[FileDone, ...] = ()
    assessment: Assessment | None = None
    done: str = ""
    diff: bytes | None = None
    proofs: tuple[Proof, ...] = ()
    error: UsershiftError | None = None
    then: tuple[str, ...] = ()
    finished: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def prefix(self) -> str:
        """What makes a path of the project one of the repository: code hosts count from its top."""
        if self.project is None or self.project.git_root is None:
            return ""
        inner = self.project.root.resolve().relative_to(self.project.git_root.resolve())
        return "" if inner.as_posix() == "." else f"{inner.as_posix()}/"

    def counted(self) -> dict[str, int]:
        """Rule code -> how many edits it made, in the order of the codes."""
        return dict(sorted(Counter(edit.rule for edit in self.edits).items()))


def report(
    command: str,
    migration: Migration,
    exit_code: int,
    done: str = "",
    diff: bytes | None = None,
    then: tuple[str, ...] = (),
) -> Report:
    layers = migration.tree.layers
    return Report(
        command=command,
        exit_code=exit_code,
        project=migration.project,
        # What comes after a migration is the same, whichever way databases adopted the model.
        strategy="" if command in _LATER else migration.options.strategy,
        passes=tuple(
            PassDone(
                each.name, each.title, len({e.path for e in layer.edits}), len(layer.edits), spent
            )
            for each, layer, spent in zip(migration.passes, layers, migration.seconds, strict=True)
        ),
        stages=_stages(migration),
        edits=tuple(edit for layer in layers for edit in layer.edits),
        findings=tuple(
            sorted(
                migration.findings,
                key=lambda f: (LEVELS.index(f.level), f.path, f.line, f.column, f.code),
            )
        ),
        files=tuple(FileDone(c.path, c.status, c.old_path) for c in migration.changes),
        done=done,
        diff=diff,
        error=blocked(migration),
        then=then,
        finished={} if migration.blockers else _finished(migration),
    )


def _finished(migration: Migration) -> dict[str, bytes]:
    told = {finding.path for finding in migration.findings}
    return {c.path: c.after for c in migration.changes if c.after is not None and c.path in told}


def _stages(migration: Migration) -> tuple[StageDone, ...]:
    """How much of a migration can be merged before the switch, where that was looked at."""
    if migration.prepared is None and not migration.options.prepare:
        return ()
    if not migration.options.swaps:
        # The first release of two-step reserves the app, and switches nothing.
        return ()
    planned = steps(migration)
    return tuple(
        StageDone(
            stage.value,
            len({path for step in planned if step.stage is stage for path in step.files}),
            sum(len(step.edits) for step in planned if step.stage is stage),
        )
        for stage in Stage
    )


def linted(project: Project, findings: tuple[Finding, ...]) -> Report:
    """The report of a check, which fails where it found something to do."""
    done = f"{len(findings)} found."
    failing = any(finding.level in (Level.BLOCKER, Level.TODO) for finding in findings)
    return Report("lint", int(failing), project, findings=findings, done=done)


def failed(command: str, error: UsershiftError, project: Project | None = None) -> Report:
    """The report of a run that ended early, and of what project, where that was known by then."""
    return Report(command=command, exit_code=error.exit_code, project=project, error=error)


def proven(command: str, project: Project, proofs: tuple[Proof, ...], done: str) -> Report:
    """The report of proofs. One that fails, or that cannot be made, is what ended the command."""
    lost = [proof for proof in proofs if proof.verdict is Verdict.FAILED]
    left = [proof for proof in proofs if proof.verdict is Verdict.SKIPPED and proof.needed]
    error = None
    if lost:
        named = ", ".join(proof.name for proof in lost)
        error = ProofFailed(f"{_number(len(lost), 'proof')} failed: {named}.", lost[0].evidence[0])
    elif left:
        named = ", ".join(proof.name for proof in left)
        error = ProofFailed(
            f"{_number(len(left), 'proof')} could not be made: {named}.", left[0].how
        )
    else:
        out = ", ".join(proof.name for proof in proofs if proof.verdict is Verdict.SKIPPED)
        held = sum(proof.verdict is Verdict.PROVEN for proof in proofs)
        done = f"{_number(held, 'proof')} made{', left out: ' * bool(out)}{out}. {done}"
    return Report(command, int(error is not None), project, done=done, proofs=proofs, error=error)


def _number(count: int, what: str) -> str:
    return f"One {what}" if count == 1 else f"{count} {what}s"
