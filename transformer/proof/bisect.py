"""Which commit, and which file, makes tests come out otherwise than before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transformer.errors import UsershiftError
from transformer.git import Git
from transformer.options import Options
from transformer.pipeline import all_passes, run
from transformer.project import Project, discover
from transformer.proof.copies import FOLDER
from transformer.proof.own_tests import Runner, run_tests
from transformer.proof.probing import Probe, ProbeFailed
from transformer.proof.versions import Version, lay
from transformer.resolve import resolve_options

_MOST_TESTS, _MOST_FILES = 3, 60


@dataclass(frozen=True)
class Difference:
    """Some ``tests`` with the outcome before, and ``words``, what is said of those that fail."""

    command: Runner
    tests: Mapping[str, str]
    words: str

    def holds(self, probe: Probe, limit: float) -> bool:
        """Whether these tests come out in a version as they did before."""
        words = (*self.command.words, *self.tests)
        try:
            now = run_tests(probe, replace(self.command, words=words), limit).tests
        except ProbeFailed:
            return False
        return all(now.get(name) == outcome for name, outcome in self.tests.items())


def difference(
    command: Runner,
    before: Mapping[str, str],
    after: Mapping[str, str],
    reasons: Mapping[str, str],
) -> Difference | None:
    """The first tests that both versions have and that come out otherwise; None without one."""
    changed = [n for n, outcome in before.items() if n in after and after[n] != outcome]
    if not changed or not command.known:
        return None
    few = changed[:_MOST_TESTS]
    # Labels of the command line would choose more than these.
    words = command.words[:1] if command.words[0] == "pytest" else (*command.words[:2], "--noinput")
    said = "\n".join(reasons.get(name, "") for name in few)
    return Difference(replace(command, words=words), {n: before[n] for n in few}, said)


def find_cause(
    project: Project,
    found: Difference,
    before: Probe,
    after: Probe,
    revisions: tuple[str, str] | None,
    limit: float,
) -> Iterator[str]:
    """What makes the difference, in sentences for a person.

    ``revisions`` are those of the two versions, where both are commits.
    """
    if revisions and project.git_root:
        yield from _commit(project, found, after, revisions, limit)
    cause = _file(found, before, after, limit)
    if cause is None:
        yield "No single file makes the difference."
        return
    rules = edited_by(before).get(cause, ())
    by = f", which {', '.join(rules)} changed," if rules else ""
    yield f"{cause}{by} makes the difference: with it as it was, these tests come out as before."


def _commit(
    project: Project, found: Difference, after: Probe, revisions: tuple[str, str], limit: float
) -> Iterator[str]:
    """The first commit after which the tests come out otherwise, by halves."""
    assert project.git_root is not None
    git = Git(project.git_root)
    listed = git("rev-list", "--reverse", "--first-parent", f"{revisions[0]}..{revisions[1]}")
    commits = os.fsdecode(listed).split()
    good, bad = -1, len(commits) - 1
    while bad - good > 1:
        middle = (good + bad) // 2
        to = after.code.base.with_name(f"commit-{middle}")
        version = Version(commits[middle], revision=commits[middle])
        holds = found.holds(replace(after, code=lay(project, version, to)), limit)
        shutil.rmtree(to, ignore_errors=True)
        good, bad = (middle, bad) if holds else (good, middle)
    if commits:
        yield f"The commit is {git.line('log', '-1', '--format=%h %s', commits[bad])}."


def _file(found: Difference, before: Probe, after: Probe, limit: float) -> str | None:
    """The changed file that, as it was before, gives the tests their outcome back."""
    old, new = before.code.base, after.code.base
    changed = sorted(_changed(old, new), key=_nearness(found.words))
    for path in changed[:_MOST_FILES]:
        kept = (new / path).read_bytes()
        (new / path).write_bytes((old / path).read_bytes())
        try:
            if found.holds(after, limit):
                return path
        finally:
            (new / path).write_bytes(kept)
    return None


def _changed(old: Path, new: Path) -> Iterator[str]:
    """The files that both have, and that differ."""
    for current, folders, names in os.walk(new):
        folders[:] = [name for name in folders if name != FOLDER]
        for name in names:
            path = Path(current, name)
            other = old / path.relative_to(new)
            if path.is_symlink() or not other.is_file():
                continue
            if path.read_bytes() != other.read_bytes():
                yield path.relative_to(new).as_posix()


def _nearness(words: str) -> Callable[[str], int]:
    """Files that the tracebacks name come first, and settings last: they hold the switch."""

    def order(path: str) -> int:
        if "settings" in path:
            return 2
        module = path.removesuffix(".py").replace("/", ".")
        return 0 if path in words or module in words else 1

    return order


def edited_by(before: Probe) -> Mapping[str, Sequence[str]]:
    """File -> the rules that edit it: what a migration does to the code before is known."""
    try:
        project = discover(before.code.folder)
        resolved = resolve_options(project, Options(), "auto", all_passes())
        done = run(project, resolved.options, resolved.passes)
    except UsershiftError:
        return {}
    inner = project.root.relative_to(before.code.base)
    found: dict[str, dict[str, None]] = {}
    for layer in done.tree.layers:
        for edit in layer.edits:
            rules = found.setdefault((inner / edit.path).as_posix(), {})
            rules[f"{edit.rule} of the pass {layer.name}"] = None
    return {path: tuple(rules) for path, rules in found.items()}
