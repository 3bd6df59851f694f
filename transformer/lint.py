"""The passes as a checker: what they would take out of the code are references to the auth user."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from transformer.codemod import ignore_comments
from transformer.codemod.ignore_comments import IgnoreComment
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.skipped import IdleComment, VendoredCode, skip, unread
from transformer.contents import positions
from transformer.edits import Create, Delete, Rename, Rewrite, Splice
from transformer.errors import UsageError
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.pipeline import all_passes
from transformer.project import Project
from transformer.project.files import exclusions
from transformer.project.own_user_model import named_user_model
from transformer.project.vendored import Vendored
from transformer.registry import all_rules
from transformer.selection import Selection
from transformer.semantics import References
from transformer.tree import Tree

# These make things; the others find them.
_MAKING = ("settings", "users-app")
_IMPORT = re.compile(rb"\s*(?:from|import)\s")
# What belongs to a word, a dotted path or an address.
_ENDING, _BEGINNING = re.compile(rb"[\w./:-]*\Z"), re.compile(rb"[\w./:-]*")
_WORD = re.compile(rb"\w+")


def lint(
    project: Project,
    options: Options,
    passes: Sequence[Pass],
    paths: Sequence[Path],
    exclude: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """The references to the auth user in ``paths``, in the order of their places.

    Every pass sees the files as they are. Raises UsageError for a path outside the project.
    """
    options = replace(options, writes=False)
    wanted = [_inside(project, path) for path in paths]
    excluded = exclusions(exclude)
    tree = Tree(project.root, project.files, project.contents)
    references = References(project, tree, is_asked=lambda path: _within(path, wanted))
    found: dict[tuple[str, str, int, int], Finding] = {}
    model = named_user_model(project)
    label = (model or "").partition(".")[0]
    searching = [each for each in passes if each.name not in _MAKING]
    outcomes = [o for each in searching for o in each.run(project, references, tree, options)]
    files = [path for path in project.files if _within(path, wanted)]
    idle = _idle_comments(project, options, searching, files, outcomes, tree)
    said = skip(references, options, *idle)
    left: dict[Vendored, set[str]] = {}
    for outcome in chain(unread(references, options), outcomes, said):
        for finding in _findings(outcome, tree):
            vendored = project.vendored_at(finding.path)
            unused = vendored is not None and not vendored.user
            asked = _within(finding.path, wanted) and not excluded.match_file(finding.path)
            if vendored and unused and asked:
                left.setdefault(vendored, set()).add(finding.path)
            taken = options.selection.takes(finding.code, finding.path) and not unused
            if taken and asked:
                key = (finding.path, finding.code, finding.line, finding.column)
                if model and not model.endswith(".User") and label in finding.remedy:
                    # Rules know the user model by the name User.
                    finding = replace(finding, remedy=f"The user model here is {model}.")
                found.setdefault(key, finding)
    places = [VendoredCode(one, tuple(sorted(paths))) for one, paths in left.items()]
    for finding in skip(references, options, *places):
        if finding.level is Level.REVIEW:
            found[finding.path, finding.code, finding.line, finding.column] = finding
    return tuple(sorted(found.values(), key=lambda f: (f.path, f.line, f.column, f.code)))


def _idle_comments(
    project: Project,
    options: Options,
    passes: Sequence[Pass],
    files: Iterable[str],
    outcomes: Sequence[Outcome],
    tree: Tree,
) -> Iterator[IdleComment]:
    """The comments in some files that keep no rule away from their line."""
    comments = [one for path in files for one in _comments(tree, path)]
    if not comments:
        return
    bare = Tree(project.root, project.files, project.contents)
    ignore_comments.without(bare, comments)
    # Only what these files come to without their comments is asked.
    references = References(project, bare, is_asked={one.path for one in comments}.__contains__)
    without = [o for each in passes for o in each.run(project, references, bare, options)]
    rules, running = all_rules(), {each.name for each in passes}
    acting = {
        code
        for code, rule in rules.items()
        if rule.pass_name in running and options.selection.takes(code, "")
    }
    # What is there for a rule that did not run is not idle.
    every = running >= {p.name for p in all_passes()} - {*_MAKING, "deploy"} and (
        options.selection == Selection()
    )
    heeded, unheeded = ignore_comments.done(outcomes, tree), ignore_comments.done(without, bare)
    for one, codes in ignore_comments.unused(comments, heeded, unheeded):
        place = (one.path, one.line, one.column)
        if not one.codes and every and one.path.endswith(".py"):
            yield IdleComment(*place, (), is_part=False)
        unknown = tuple(code for code in codes if code not in rules)
        known = tuple(code for code in codes if code in acting)
        for named in filter(None, (unknown, known)):
            yield IdleComment(*place, named, named != one.codes, named is unknown)


def _comments(tree: Tree, path: str) -> Iterator[IgnoreComment]:
    with contextlib.suppress(OSError):
        yield from ignore_comments.find(tree, path)


def _findings(outcome: Outcome, tree: Tree) -> Iterator[Finding]:
    match outcome:
        case Finding():
            # A review or a note goes with an edit, or asks for nothing.
            if outcome.level in (Level.BLOCKER, Level.TODO):
                yield outcome
        case Rewrite(path, splices):
            yield from _replaced(path, splices, tree.read(path))
        case Rename(path, to, rule):
            yield _finding(rule, path, 1, 1, f"Move it to {to}.")
        case Create() | Delete():
            pass


def _replaced(path: str, splices: Iterable[Splice], content: bytes) -> Iterator[Finding]:
    """One finding per place where a rule takes something away, else per rule.

    Most rules add an import as well: what only adds words names no reference.
    """
    by_rule: dict[str, list[Splice]] = {}
    for splice in splices:
        by_rule.setdefault(splice.rule, []).append(splice)
    for rule, ours in by_rule.items():
        taking = [s for s in ours if _words(content[s.start : s.end]) - _words(s.replacement)]
        # An import goes along with the last thing that needed it.
        taking = [s for s in taking if not _is_gone_import(content, s)] or taking
        added = [_decoded(s.replacement).strip() for s in ours if s.start == s.end]
        starts = {splice: _start(content, splice) for splice in taking or ours[:1]}
        places = positions(content, starts.values())
        for splice, start in starts.items():
            line, column = places[start]
            yield _finding(rule, path, line, column, _remedy(content, splice, added))


def _is_gone_import(content: bytes, splice: Splice) -> bool:
    return not splice.replacement.strip() and bool(
        _IMPORT.match(content[splice.start : splice.end])
    )


def _start(content: bytes, splice: Splice) -> int:
    """Where the text of a splice begins: the blank lines above a statement may go with it."""
    old = content[splice.start : splice.end]
    return splice.start + len(old) - len(old.lstrip()) if old.strip() else splice.start


def _remedy(content: bytes, splice: Splice, added: Sequence[str]) -> str:
    """What to write in the place of a splice: the word that it is part of, or the statement."""
    old = content[splice.start : splice.end]
    if not _IMPORT.match(old):
        if not splice.replacement.strip() and not any(added):
            gone = _decoded(old).strip()
            return "Delete it." if "\n" in gone else f"Delete `{gone}`."
        if not splice.replacement.strip() or b"\n" in old:
            text = _decoded(splice.replacement).strip()
            return _written(text, added)
        before, after = content[: splice.start], content[splice.end :]
        text = _decoded(_ENDING.search(before[-200:])[0] + splice.replacement)  # type: ignore[index]
        text = (text + _decoded(_BEGINNING.match(after[:200])[0])).strip()  # type: ignore[index]
        return _written(text, added)
    text = _decoded(splice.replacement).strip()
    lines = [text] if text not in ("", "pass") else []
    lines += dict.fromkeys(added)
    if any("\n" in line for line in lines):
        return ""
    if not lines:
        return "Delete it."
    return f"Write {' and '.join(f'`{line}`' for line in lines)} in its place."


def _written(text: str, added: Sequence[str]) -> str:
    if not text or "\n" in text:
        return ""
    imports = [line for line in dict.fromkeys(added) if _IMPORT.match(line.encode())]
    needing = f", with {' and '.join(f'`{line}`' for line in imports)}" if imports else ""
    return f"Write `{text}`{needing}."


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _words(text: bytes) -> set[bytes]:
    return set(_WORD.findall(text))


def _finding(code: str, path: str, line: int, column: int, remedy: str) -> Finding:
    rule = all_rules().get(code)
    message = "This refers to the auth user."
    if rule:
        # What stands there, and why not to leave it; the summary says what `migrate` does.
        message = f"{rule.name.replace('-', ' ').capitalize()}: {rule.reason}"
    remedy = remedy or f"`usershift explain {code}` says what to write."
    return Finding(code, Level.TODO, path, line, column, message, remedy)


def _inside(project: Project, path: Path) -> str:
    try:
        inner = path.resolve().relative_to(project.root.resolve()).as_posix()
    except ValueError:
        raise UsageError(
            f"{path} is not part of {project.root}.", "Check one project at a time."
        ) from None
    return "" if inner == "." else inner


def _within(path: str, wanted: Iterable[str]) -> bool:
    return any(not one or path == one or path.startswith(f"{one}/") for one in wanted)
