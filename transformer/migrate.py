"""The pipeline: the passes in their order, over one tree. It knows nothing about Django."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pathspec

from transformer.collection import paused_collection
from transformer.edits import Rename
from transformer.errors import UsershiftError
from transformer.findings import Finding, Level
from transformer.left_alone.excluded_file import excluded
from transformer.left_alone.other_project import other_projects
from transformer.left_alone.unreadable_file import unreadable_files
from transformer.options import Options
from transformer.passes import Outcome, Pass
from transformer.project import Project
from transformer.references import References
from transformer.tree import FileChange, Tree


class PassFailed(UsershiftError):
    """A pass raised an exception: a fault in usershift itself; ``__cause__`` is that exception."""


@dataclass(frozen=True)
class Migration:
    """What the passes made of a project: ``tree`` holds one layer per pass, in their order.

    ``changes`` is what differed from the disk when the last pass was done: after delivery, nothing
    does.
    """

    project: Project
    options: Options
    passes: tuple[Pass, ...]
    tree: Tree
    changes: tuple[FileChange, ...]
    findings: tuple[Finding, ...]
    seconds: tuple[float, ...]

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """Where there is one, nothing may be delivered."""
        return tuple(f for f in self.findings if f.level is Level.BLOCKER)


def run(
    project: Project,
    options: Options,
    passes: Sequence[Pass],
    exclude: Sequence[str] = (),
) -> Migration:
    """Run the passes in memory. ``exclude`` are patterns in the way of ``.gitignore``.

    Excluded files are read, so that names that come from them are known, but never changed. Raises
    PassFailed, and whatever :class:`UsershiftError` a pass raises.
    """
    with paused_collection():
        return _run(project, options, passes, exclude)


def _run(
    project: Project, options: Options, passes: Sequence[Pass], exclude: Sequence[str]
) -> Migration:
    tree = Tree(project.root, project.files, project.contents)
    references = References(project, tree)
    left = pathspec.GitIgnoreSpec.from_lines(exclude)
    findings: list[Finding] = [*other_projects(project), *unreadable_files(project)]
    seconds = []
    for each in passes:
        tree.begin(each.name)
        started = time.monotonic()
        try:
            for outcome in each.run(project, references, tree, options):
                if any(left.match_file(path) for path in _paths(outcome)):
                    if not isinstance(outcome, Finding):
                        findings.append(excluded(outcome))
                elif isinstance(outcome, Finding):
                    findings.append(outcome)
                else:
                    tree.apply(outcome)
                    for path in _paths(outcome):
                        references.forget(path)
        except UsershiftError:
            raise
        except Exception as error:
            raise PassFailed(
                f"The pass `{each.name}` failed: {error or type(error).__name__}",
                f"Nothing was written. `--skip {each.name}` goes on without it.",
            ) from error
        seconds.append(time.monotonic() - started)
    # What a pass said of a file that moved is looked for at its new place.
    now = {old: new for layer in tree.layers for new, old in layer.renamed.items()}
    unique = tuple(dict.fromkeys(replace(f, path=now.get(f.path, f.path)) for f in findings))
    changes = tuple(tree.changes())
    return Migration(project, options, tuple(passes), tree, changes, unique, tuple(seconds))


def _paths(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.path, outcome.to) if isinstance(outcome, Rename) else (outcome.path,)
