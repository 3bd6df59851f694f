"""The pipeline: the passes in their order, over one tree. It knows nothing about Django."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

from transformer.codemod.formatting import Formatting, splices
from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.said import Said
from transformer.codemod.skipped import ExcludedChange, VendoredCode, skip, unread
from transformer.edits import Change, Rename, Rewrite
from transformer.errors import UsageError, UsershiftError, nearest
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.project import Project
from transformer.project.files import exclusions
from transformer.project.vendored import Vendored
from transformer.registry import all_rules
from transformer.semantics import References
from transformer.tree import FileChange, Tree

# In the order of the recipe: each pass finds what the ones before it made. The migrations come
# before the references, for they may import the auth user from a module that only imported it.
_PACKAGES = (
    "passes.settings",
    "strategies.users_app",
    "passes.admin",
    "passes.migrations",
    "passes.references",
    "passes.templates",
    "passes.fixtures",
    "passes.texts",
    "strategies.deploy",
)


@cache
def all_passes() -> tuple[Pass, ...]:
    """Every pass, in the order in which they run."""
    modules = (import_module(f"transformer.{package}") for package in _PACKAGES)
    return tuple(module.PASS for module in modules)


def chosen_passes(only: Sequence[str] = (), skip: Sequence[str] = ()) -> tuple[Pass, ...]:
    """The passes that run. Raises UsageError for an unknown name, or for none left."""
    known = [each.name for each in all_passes()]
    for name in (*only, *skip):
        if name not in known:
            raise UsageError(f"There is no pass `{name}`.", nearest(name, known))
    chosen = tuple(
        each for each in all_passes() if (not only or each.name in only) and each.name not in skip
    )
    if not chosen:
        raise UsageError("--only and --skip leave no pass.", "Name fewer passes with --skip.")
    return chosen


class PassFailed(UsershiftError):
    """A pass raised an exception: an internal error; ``__cause__`` is that exception."""


@dataclass(frozen=True)
class Migration:
    """What the passes made of a project: ``tree`` holds one layer per pass, in their order.

    ``changes`` is what differed from the disk when the last pass was done: after delivery, nothing
    does. ``prepared`` is what of it can be merged before the switch, where that was asked for.
    """

    project: Project
    options: Options
    passes: tuple[Pass, ...]
    tree: Tree
    changes: tuple[FileChange, ...]
    findings: tuple[Finding, ...]
    seconds: tuple[float, ...]
    prepared: Migration | None = None

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """Where there is one, nothing may be delivered."""
        return tuple(f for f in self.findings if f.level is Level.BLOCKER)

    def exit_code(self, *, fail_on: Level | None = None, check: bool = False) -> int:
        """3 where there are blockers; 1 for what was asked to fail, 0 else.

        ``fail_on`` asks it of findings of that level or above, ``check`` of any change.
        """
        if self.blockers:
            return 3
        failing = fail_on is not None and any(f.level.at_least(fail_on) for f in self.findings)
        return int(failing or (check and bool(self.changes)))


def run(
    project: Project,
    options: Options,
    passes: Sequence[Pass],
    exclude: Sequence[str] = (),
    begun: Callable[[str], None] = lambda phase: None,
) -> Migration:
    """Run the passes in memory. ``exclude`` are patterns in the way of ``.gitignore``.

    ``begun`` is called with the title of each pass as it begins. The lines of findings are those of
    the finished files; where a blocker keeps anything from being written, those of the files as
    they are.

    Excluded files are read, so that names that come from them are known, but never changed. Raises
    PassFailed, and whatever :class:`UsershiftError` a pass raises.
    """
    tree = Tree(project.root, project.files, project.contents)
    left = exclusions(exclude)

    def is_left(path: str) -> bool:
        found = project.vendored_at(path)
        return left.match_file(path) or (found is not None and not found.user)

    references = References(project, tree, is_left)
    rest = frozenset(rule.code for rule in all_rules().values() if rule.leftovers)
    said = Said(unread(references, options), rest)
    vendored: dict[Vendored, dict[str, None]] = {}
    seconds = []
    with Formatting(project) as formatting:
        for each in passes:
            tree.begin(each.name)
            begun(each.prepares if options.prepare else each.title)
            started = time.monotonic()
            with _failing(each):
                for outcome in each.run(project, references, tree, options):
                    if any(left.match_file(path) for path in _paths(outcome)):
                        if not isinstance(outcome, Finding):
                            said.add(skip(references, options, ExcludedChange(outcome)))
                        continue
                    if found := next(filter(None, map(project.vendored_at, _paths(outcome))), None):
                        vendored.setdefault(found, {}).setdefault(outcome.path)
                        if not found.user:
                            continue
                    if not isinstance(outcome, Finding):
                        _apply(outcome, references, tree, said)
                    elif options.selection.takes(outcome.code, outcome.path):
                        said.add([outcome])
                _lay_out(formatting, references, tree, said)
            seconds.append(time.monotonic() - started)
    places = [VendoredCode(found, tuple(sorted(files))) for found, files in vendored.items()]
    said.add(skip(references, options, *places))
    # What a pass said of a file that moved is looked for at its new place.
    now = {old: new for layer in tree.layers for new, old in layer.renamed.items()}
    unique = tuple(dict.fromkeys(replace(f, path=now.get(f.path, f.path)) for f in said.findings))
    changes = tuple(tree.changes())
    return Migration(project, options, tuple(passes), tree, changes, unique, tuple(seconds))


@contextmanager
def _failing(each: Pass) -> Iterator[None]:
    """Raise PassFailed for what a pass raises and did not mean to say."""
    try:
        yield
    except UsershiftError:
        raise
    except Exception as error:
        raise PassFailed(
            f"The pass `{each.name}` failed: {error or type(error).__name__}",
            f"Nothing was written. `--skip {each.name}` goes on without it.",
        ) from error


def _apply(change: Change, references: References, tree: Tree, said: Said) -> None:
    if isinstance(change, Rewrite):
        said.move(change, tree.read(change.path))
    tree.apply(change)
    for path in _paths(change):
        references.forget(path)


def _lay_out(formatting: Formatting, references: References, tree: Tree, said: Said) -> None:
    """Let the project's formatter see what the pass has written."""
    after = {
        path: content
        for path, content in tree.layers[-1].written.items()
        if content is not None and path.endswith((".py", ".pyi"))
    }
    before = {path: tree.read_before(path) for path in after}
    for path, content in formatting.laid_out(tree, before, after).items():
        parts = splices(after[path], content)
        said.move(Rewrite(path, parts), after[path])
        tree.lay_out(path, content, parts)
        references.forget(path)


def _paths(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.path, outcome.to) if isinstance(outcome, Rename) else (outcome.path,)
