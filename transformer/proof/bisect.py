"""Which commit, and which file, makes tests come out otherwise than before."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
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

_MOST_TESTS, _MOST_FILES, _MOST_TRIALS = 3, 60, 150


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
    yield _file(project, found, before, after, limit) or "No single file makes the difference."


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


def _file(
    asked: Project, found: Difference, before: Probe, after: Probe, limit: float
) -> str | None:
    """What of which file, once it is put back, gives the tests their outcome back."""
    old, new = before.code.base, after.code.base
    changed = sorted(_changed(old, new), key=_nearness(found.words))[:_MOST_FILES]
    made = made_of(before, asked)
    for each in islice(trials(changed, old, new, made), _MOST_TRIALS):
        kept = (new / each.path).read_bytes()
        (new / each.path).write_bytes(each.content)
        try:
            if found.holds(after, limit):
                rules = dict.fromkeys(made.rules(each.path, each.lines))
                by = f", which {', '.join(rules)} changed," if rules else ""
                return (
                    f"{each.where}{by} makes the difference: with it as {each.how}, these tests"
                    " come out as before."
                )
        finally:
            (new / each.path).write_bytes(kept)
    return None


@dataclass(frozen=True)
class Trial:
    """``content`` is put in place of the file; ``how`` says what it is, to a person.

    ``lines`` are those of the file after that it takes back; None for all of them.
    """

    path: str
    content: bytes
    how: str
    lines: range | None = None

    @property
    def where(self) -> str:
        return f"{self.path}:{self.lines.start}" if self.lines else self.path


@dataclass(frozen=True)
class Made:
    """What `usershift migrate` makes of the code before: files, and (line, rule) of each edit."""

    files: Mapping[str, bytes]
    edits: Mapping[str, Sequence[tuple[int, str]]]

    def rules(self, path: str, lines: range | None = None) -> Iterator[str]:
        for line, rule in self.edits.get(path, ()):
            if lines is None or line in lines:
                yield rule


def trials(changed: Sequence[str], old: Path, new: Path, made: Made) -> Iterator[Trial]:
    """What is put back, one after the other.

    Whole files first; a file may need most of its edits, and have a wrong one, or lack one.
    """
    for path in changed:
        yield Trial(path, (old / path).read_bytes(), "it was")
    for path in changed:
        if made.files.get(path, (new / path).read_bytes()) != (new / path).read_bytes():
            yield Trial(path, made.files[path], "`usershift migrate` makes it")
    for path in changed:
        now = (new / path).read_bytes().splitlines(keepends=True)
        was = (old / path).read_bytes().splitlines(keepends=True)
        hunks = difflib.SequenceMatcher(None, now, was, autojunk=False).get_opcodes()
        for tag, start, end, begin, stop in hunks:
            if tag != "equal":
                content = b"".join([*now[:start], *was[begin:stop], *now[end:]])
                yield Trial(path, content, "it was", range(start + 1, max(end, start + 1) + 1))


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


def made_of(before: Probe, asked: Project) -> Made:
    """The migration that ``asked`` is taken to have had; nothing where it cannot be made."""
    django = str(asked.django.version) if asked.django else None
    models = [one.auth_user_model or "" for one in asked.settings]
    label = models[0].partition(".")[0].lower() if models else ""
    try:
        project = discover(before.code.folder, django=django)
        own = label if label not in ("", "auth") else "auto"
        resolved = resolve_options(project, Options(), own, all_passes())
        done = run(project, resolved.options, resolved.passes)
    except UsershiftError:
        return Made({}, {})
    inner = project.root.relative_to(before.code.base)
    edits: dict[str, list[tuple[int, str]]] = {}
    for layer in done.tree.layers:
        for edit in layer.edits:
            rule = (edit.line, f"{edit.rule} of the pass {layer.name}")
            edits.setdefault((inner / edit.path).as_posix(), []).append(rule)
    files = {(inner / c.path).as_posix(): c.after for c in done.changes if c.after is not None}
    return Made(files, edits)
