"""The settings as they would be with edits on them, and whether that is what we want."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Rule
from transformer.edits import Change, Splice, splice
from transformer.findings import Level
from transformer.formats.data_lists import ENDINGS
from transformer.formats.python.text import Text
from transformer.options import Options
from transformer.project import Project
from transformer.project.settings_modules import reevaluate
from transformer.semantics import References
from transformer.settings import Evaluation
from transformer.settings.values import Constant, Segment, Sequence, Unknown, Value, alternatives
from transformer.tree import Tree


class SettingsModules(Codebase):
    """The settings of the project, in every variant that something runs it with.

    ``draft`` is what the rules so far make of them: one that makes more puts a new draft there.
    """

    def __init__(self, project: Project, index: References, tree: Tree, options: Options) -> None:
        super().__init__(project, index, tree, options)
        self.draft = SettingsDraft(project, tree, options, wide=bool(project.unchosen))

    def report(
        self,
        rule: Rule,
        path: str = "",
        message: str = "",
        remedy: str = "",
        level: Level | None = None,
        *,
        line: int = 0,
        column: int = 0,
        edit: Change | None = None,
    ) -> None:
        """As of any codebase; ``line`` is one of the draft."""
        line = self.draft.line_before(path, line)
        super().report(rule, path, message, remedy, level, line=line, column=column, edit=edit)


@dataclass(frozen=True)
class SettingsDraft:
    """Splices by path, not yet handed over; every question is answered with them applied.

    It is ``wide`` where it has the settings, too, that the caller did not choose.
    """

    project: Project
    tree: Tree
    options: Options
    splices: tuple[tuple[str, Splice], ...] = ()
    wide: bool = False

    def plus(self, path: str, *more: Splice) -> SettingsDraft:
        """The draft with more splices, whose offsets are those of :meth:`read`."""
        known = sorted(self.of(path), key=lambda s: (s.start, s.end))
        moved = (
            replace(one, start=_original(known, one.start), end=_original(known, one.end))
            for one in more
        )
        return replace(self, splices=(*self.splices, *((path, one) for one in moved)))

    def of(self, path: str) -> tuple[Splice, ...]:
        return tuple(one for where, one in self.splices if where == path)

    def text(self, path: str) -> Text:
        """What :meth:`read` gives; a data file is UTF-8, whatever a comment in it says."""
        return Text(self.read(path), "utf-8" if path.endswith(ENDINGS) else "")

    def read(self, path: str) -> bytes:
        return splice(self.tree.read(path), self.of(path))

    def line_before(self, path: str, line: int) -> int:
        """Where a line of :meth:`read` stands in the file as it is; 0 stays 0."""
        if not line or not self.of(path):
            return line
        at = sum(map(len, self.read(path).splitlines(keepends=True)[: line - 1]))
        known = sorted(self.of(path), key=lambda s: (s.start, s.end))
        return self.tree.read(path).count(b"\n", 0, _original(known, at)) + 1

    @cached_property
    def evaluations(self) -> list[Evaluation]:
        """Every variant of the settings with the splices applied."""
        return reevaluate(self.project, self.read, unchosen=self.wide)

    @property
    def narrow(self) -> SettingsDraft:
        """The same for the settings alone that the caller chose."""
        return replace(self, wide=False)


def _original(known: Iterable[Splice], at: int) -> int:
    """The offset in the file as it was of one in the file with the splices applied."""
    for one in known:
        if at < one.start + len(one.replacement):
            return min(at, one.start) if at <= one.start else one.end
        at -= len(one.replacement) - (one.end - one.start)
    return at


def app_lists(one: Evaluation, setting: str = "INSTALLED_APPS") -> Iterator[Value]:
    """The alternatives of the list: sequences, and values that are not known at all."""
    yield from one.sequences(setting)


def installed_times(value: Value, options: Options) -> tuple[int, int]:
    """How often the users app is surely in the list, and how often it may be besides."""
    sure = unsure = 0
    if isinstance(value, Sequence):
        for segment in value.segments:
            count = sum(is_users_app(element, options) for element in segment.elements)
            sure, unsure = (sure + count, unsure) if segment.sure else (sure, unsure + count)
    return sure, unsure


def is_users_app(element: Value, options: Options) -> bool:
    """Whether an element of INSTALLED_APPS is the users app, as module or as its config."""
    if not isinstance(element, Constant) or not isinstance(element.value, str):
        return False
    module = options.app_module
    return element.value == module or element.value.startswith(f"{module}.apps.")


def lacking_lists(lists: Iterable[Value], options: Options) -> list[Value]:
    """Those of a setting's alternatives that the users app has to be written into.

    A list that is partly unknown is likely made of another, as in
    ``if DEBUG: INSTALLED_APPS = unique(INSTALLED_APPS) + ["toolbar"]``: it would have the app
    twice. Where there are others, this one is left to the run.
    """
    lists = list(lists)
    lacking = [value for value in lists if installed_times(value, options)[0] == 0]
    known = [value for value in lists if not is_computed(value)]
    return [value for value in lacking if value in known or not known]


def is_computed(value: Value) -> bool:
    """Whether a part of a list is unknown, and another part is not."""
    if not isinstance(value, Sequence):
        return False
    unknown = any(s.sure and Unknown() in s.elements for s in value.segments)
    return unknown and any(s.place for s in value.segments)


def has_app(one: Evaluation, options: Options) -> bool:
    """Whether every variant of the settings has the users app, once."""
    lists = list(app_lists(one))
    times = [installed_times(value, options) for value in lists]
    return not lacking_lists(lists, options) and all(time in ((1, 0), (0, 0)) for time in times)


def left_to_run(one: Evaluation) -> bool:
    """Whether some runs compute the list, and others do not."""
    computed = [is_computed(value) for value in app_lists(one)]
    return any(computed) and not all(computed)


def placed_segments(value: Value) -> Iterator[Segment]:
    if isinstance(value, Sequence):
        yield from (segment for segment in value.segments if segment.place is not None)


def user_models(one: Evaluation) -> tuple[Value, ...]:
    """The alternatives of AUTH_USER_MODEL; Undefined among them where some run lacks it."""
    value = one.values.get("AUTH_USER_MODEL")
    return alternatives(value) if value is not None else ()
