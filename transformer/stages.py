"""The two stages of a migration: what can be merged before the switch, and the switch.

Rules that are neutral write what means the same under ``auth.User`` and under the new model. The
passes run once more with these rules alone: what they make is a tree that works by itself, on any
day. The switch is what the whole migration has beyond that, so that its end is the same however
many steps lead there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from transformer.codemod.passes import Pass
from transformer.errors import ErrorCode, Refused
from transformer.options import Stage
from transformer.pipeline import Migration, run
from transformer.tree import Edit, FileChange


@dataclass(frozen=True)
class Step:
    """What one commit holds: ``changes`` are all that differ from the disk once it is made.

    ``files`` are the paths of those that are its own.
    """

    stage: Stage
    passes: tuple[Pass, ...]
    edits: tuple[Edit, ...]
    changes: Sequence[FileChange]
    files: frozenset[str]


def prepared(
    migration: Migration,
    exclude: Sequence[str] = (),
    begun: Callable[[str], None] = lambda phase: None,
) -> Migration:
    """The migration with what of it can be merged before the switch. Raises PassFailed."""
    if migration.blockers or migration.options.prepare:
        return migration
    passes = [each for each in migration.passes if each.prepares]
    options = replace(migration.options, prepare=True)
    return replace(migration, prepared=run(migration.project, options, passes, exclude, begun))


def only(migration: Migration, stage: Stage) -> Migration:
    """What one stage delivers of a migration that is prepared.

    Raises Refused where the switch is asked for and what comes before it is still open.
    """
    first = migration.prepared
    if first is None:
        return migration
    if stage is Stage.prepare:
        # What is said of a name that is bound anew now is not found again at the switch.
        edited = {edit.path for layer in first.tree.layers for edit in layer.edits}
        later = (each for each in migration.findings if each.path in edited)
        return replace(first, findings=tuple(dict.fromkeys((*first.findings, *later))))
    if first.changes:
        count = len(first.changes)
        raise Refused(
            f"The switch comes after what prepares for it, and {count} "
            f"{'file is' if count == 1 else 'files are'} not prepared yet.",
            "Deliver `--stage prepare` first, or leave `--stage` out: then both are delivered.",
            code=ErrorCode.NOT_PREPARED,
        )
    return migration


def steps(migration: Migration) -> list[Step]:
    """The commits of a migration, each of which works by itself; none without a change.

    What is neutral is one step for each pass. The switch is one step: with a part of it nothing
    would start.
    """
    first = migration if migration.options.prepare else migration.prepared
    result: list[Step] = []
    before: Sequence[FileChange] = ()
    if first is not None:
        layers = zip(first.passes, first.tree.layers, first.tree.stages(), strict=True)
        for each, layer, changes in layers:
            if files := _differing(before, changes):
                edits = tuple(layer.edits)
                result.append(Step(Stage.prepare, (each,), edits, changes, files))
                before = changes
    if not migration.options.prepare and (files := _differing(before, migration.changes)):
        edits, passes = _of_switch(migration)
        result.append(Step(Stage.switch, passes, edits, migration.changes, files))
    return result


@dataclass(frozen=True)
class Part:
    """What one stage changes on top of what stands before it, and the edits that made it."""

    stage: Stage
    changes: tuple[FileChange, ...]
    edits: tuple[Edit, ...]


def parts(migration: Migration) -> tuple[Part, ...]:
    """The stages of a migration that change something; one, where it is not prepared."""
    first = migration.prepared
    everything = tuple(edit for layer in migration.tree.layers for edit in layer.edits)
    if first is None or not first.changes:
        stage = Stage.prepare if migration.options.prepare else Stage.switch
        return (Part(stage, migration.changes, everything),)
    early = tuple(edit for layer in first.tree.layers for edit in layer.edits)
    later = tuple(edit for edit, stage in stage_of(migration) if stage is Stage.switch)
    return (
        Part(Stage.prepare, first.changes, early),
        Part(Stage.switch, _on_top(first.changes, migration.changes), later),
    )


def _on_top(before: Sequence[FileChange], after: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """The later changes as seen from a tree that has the earlier ones."""
    standing = {change.path: change.after for change in before}
    moved = {change.path for change in before if change.old_path}
    seen = (
        replace(
            change,
            before=standing.get(change.path, standing.get(change.old_path or "", change.before)),
            old_path=None if change.path in moved else change.old_path,
        )
        for change in after
    )
    return tuple(change for change in seen if change.before != change.after or change.old_path)


def stage_of(migration: Migration) -> list[tuple[Edit, Stage]]:
    """Every edit of a migration that is prepared, with its stage."""
    first = migration.prepared
    early = Counter(
        (edit.rule, edit.path)
        for layer in (first.tree.layers if first else ())
        for edit in layer.edits
    )
    result = []
    for layer in migration.tree.layers:
        for edit in layer.edits:
            neutral = migration.options.prepare or early[edit.rule, edit.path] > 0
            early[edit.rule, edit.path] -= 1
            result.append((edit, Stage.prepare if neutral else Stage.switch))
    return result


def _of_switch(migration: Migration) -> tuple[tuple[Edit, ...], tuple[Pass, ...]]:
    """The edits that are left for the switch, and the passes that make them."""
    stages = iter(stage_of(migration))
    edits: list[Edit] = []
    passes = []
    for each, layer in zip(migration.passes, migration.tree.layers, strict=True):
        ours = [
            edit for edit, stage in (next(stages) for _ in layer.edits) if stage is Stage.switch
        ]
        edits += ours
        if ours:
            passes.append(each)
    return tuple(edits), tuple(passes)


def _differing(before: Sequence[FileChange], after: Sequence[FileChange]) -> frozenset[str]:
    """The files that one step changes on top of another."""
    old = {change.path: change for change in before}
    new = {change.path: change for change in after}
    moved = {change.old_path for change in after}
    return frozenset(
        path
        for path in old.keys() | new.keys()
        if path in new or path not in moved
        if (old[path].after if path in old else None) != (new[path].after if path in new else None)
    )
