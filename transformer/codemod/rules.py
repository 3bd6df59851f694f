"""Rules: what a pass does to one shape of reference.

A rule is one module: its docstring is its page, ``rule = Rule(...)`` its facts, and its examples
are its tests. Rules are found by walking the packages that hold them; there is no list to edit.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from textwrap import dedent
from typing import Any, Protocol, TypeAlias, TypeVar

from transformer.findings import Level
from transformer.options import Options

V = TypeVar("V", bound=Callable[..., None])
Visitors: TypeAlias = dict[type, list[Callable[..., None]]]

# Shorter ones, such as "Nothing says so.", need the next to be understood.
_LEAST = 40
HEADINGS = ("What it does", "Why it breaks", "What is edited", "What is reported")
"""What the page of every rule says, in this order."""


@dataclass(frozen=True)
class Example:
    """One file before and after; ``after=None`` says that it stays as it is.

    ``files`` are other files of the same project; ``reports`` the codes of all findings of the
    rule's pass, each as often as it is said; ``options`` override
    :class:`transformer.options.Options` by field name.
    """

    before: str
    after: str | None = None
    path: str = "blog/views.py"
    title: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    reports: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)


def diff(text: str, **facts: Any) -> Example:
    """An example as a diff: ``- `` before lines that go, ``+ `` before lines that come.

    The other lines have two spaces in front. ``facts`` are the other fields of the example.

    >>> diff("- sender=User\\n+ sender=settings.AUTH_USER_MODEL\\n").after
    'sender=settings.AUTH_USER_MODEL\\n'
    """
    lines = [line or "  " for line in dedent(text).split("\n")]
    before = "\n".join(line[2:] for line in lines if line[0] != "+")
    after = "\n".join(line[2:] for line in lines if line[0] != "-")
    return Example(before, after, **facts)


@dataclass(frozen=True)
class Safe:
    """An edit that is proven to mean the same: it is made.

    ``text`` stands in the place afterwards, or for every ``part`` of a string literal.
    """

    text: str
    part: str = ""


@dataclass(frozen=True)
class Suggested(Safe):
    """An edit that is likely right: made with ``--suggested`` only, else the finding remains."""


@dataclass(frozen=True)
class Handler:
    """A function of a rule, and the type of the places that it wants to see.

    Only files that hold one of the ``words`` (if any) are looked at, and where ``spelled`` only
    places that can spell the auth user. Of two that could take the same place the one of higher
    ``priority`` is asked first; otherwise outer places come before inner ones, and what wants the
    file as a whole comes last.
    """

    rule: Rule
    place: type
    visit: Callable[[Any, Any], None]
    words: tuple[bytes, ...]
    priority: int
    spelled: bool


@dataclass(eq=False)
class Rule:
    """What is done about one shape of reference.

    ``module`` is the ``__name__`` of the module that defines it, whose docstring is its page;
    ``code`` is stable; ``level`` is that of the findings it reports; ``also`` names the passes
    beside its own in which it acts. ``neutral``: what it writes means the same under ``auth.User``
    and under the new model, and can be merged before the switch. ``leftovers``: it speaks of what
    no other rule answers for.
    """

    module: str
    code: str
    name: str
    level: Level
    examples: tuple[Example, ...] = ()
    link: str = ""
    also: tuple[str, ...] = ()
    neutral: bool = False
    leftovers: bool = False
    handlers: list[Handler] = field(default_factory=list, repr=False)

    def on(
        self, *places: type, words: Sequence[str] = (), priority: int = 0, spelled: bool = False
    ) -> Callable[[V], V]:
        """Have ``visit(place, file)`` called for every place of these types.

        Places are nodes of ``ast`` in Python, of constants those that can spell the user, and the
        types that :meth:`places` of the other files name. The type of the file itself stands for
        the file as a whole, once its places are seen. With ``words`` only files that hold one of
        them are looked at. They have to be names, or parts of names: a string can be written in
        pieces, or with escapes. With ``spelled`` only places are seen in which the auth user can be
        spelled: by a reference to it, or by a string that stands there.
        """
        needed = tuple(word.encode() for word in words)

        def register(visit: V) -> V:
            self.handlers.extend(
                Handler(self, place, visit, needed, priority, spelled) for place in places
            )
            return visit

        return register

    @property
    def page(self) -> str:
        """The docstring of the rule's module: its summary, then ``What it does: …`` and the others.

        Code stands between single backquotes, as in Markdown.
        """
        return inspect.cleandoc(sys.modules[self.module].__doc__ or "")

    @property
    def summary(self) -> str:
        return self.page.partition("\n")[0]

    @property
    def reason(self) -> str:
        """Why it breaks, in a sentence or two: what stands beside a hunk, and what ``lint`` says.

        >>> Rule("transformer.passes.references.relation", "US310", "", Level.REVIEW).reason[:36]
        '`ForeignKey(User)` and `ForeignKey("'
        """
        text = " ".join(self.sections.get("Why it breaks", "").split())
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z`])", text)
        said = ""
        for sentence in sentences:
            said = f"{said} {sentence}".strip()
            if len(said) >= _LEAST:
                break
        return said

    @property
    def sections(self) -> dict[str, str]:
        """What the page says under each of the headings, in its order."""
        parts = re.split(rf"(?m)^({'|'.join(HEADINGS)}): ", self.page)[1:]
        return {
            heading: text.strip() for heading, text in zip(parts[::2], parts[1::2], strict=True)
        }

    @property
    def pass_name(self) -> str:
        """The pass that the rule belongs to: the package of its module.

        ``any`` for what is said of a file whichever pass meets it.
        """
        name = self.module.split(".")[-2]
        return "any" if name == "skipped" else name.replace("_", "-")


class AnyFile(Protocol):
    """A file under edit, of whatever kind: where its places are."""

    @property
    def options(self) -> Options:
        """What the caller chose."""

    def mentions(self, word: bytes) -> bool:
        """Whether the file holds the bytes anywhere."""

    def places(self) -> Iterable[object]:
        """What rules may ask to see, outer places before inner ones."""

    def can_spell(self, place: object) -> bool:
        """Whether something in a place can spell the auth user."""


class Ruleset:
    """Rules that act together: those of one pass.

    ``facts`` is what the pass has found out for them beforehand.
    """

    def __init__(self, rules: Iterable[Rule], facts: Any = None) -> None:
        self.facts = facts
        handlers = [handler for rule in rules for handler in rule.handlers]
        self._handlers = sorted(handlers, key=lambda h: (-h.priority, h.rule.code))
        self._words = {word for handler in handlers for word in handler.words}
        self._known: dict[tuple[frozenset[bytes], bool], tuple[Visitors, Visitors]] = {}

    def run(self, file: AnyFile) -> None:
        """Let every rule see its places: in the order of the file, and at last the file itself."""
        every, spelled = self._visitors(file)
        for place in file.places():
            visits = every.get(type(place))
            if visits is None:
                continue
            if type(place) in spelled and not file.can_spell(place):
                visits = spelled[type(place)]
            for visit in visits:
                visit(place, file)
        for visit in every.get(type(file), ()):
            visit(file)

    def visitors(self, file: AnyFile) -> Visitors:
        """Who wants to see which places of the file, in their order."""
        return self._visitors(file)[0]

    def _visitors(self, file: AnyFile) -> tuple[Visitors, Visitors]:
        """The same, and for places that some want spelled who sees those that are not."""
        mentioned = frozenset(filter(file.mentions, self._words))
        key = (mentioned, file.options.prepare)
        if key not in self._known:
            acting = [
                handler
                for handler in self._handlers
                if (not handler.words or not mentioned.isdisjoint(handler.words))
                and (handler.rule.neutral or not file.options.prepare)
            ]
            every, rest = _by_place(acting), _by_place(h for h in acting if not h.spelled)
            spelled = {
                handler.place: rest.get(handler.place, []) for handler in acting if handler.spelled
            }
            self._known[key] = every, spelled
        return self._known[key]


def _by_place(handlers: Iterable[Handler]) -> Visitors:
    table: Visitors = {}
    for handler in handlers:
        table.setdefault(handler.place, []).append(handler.visit)
    return table


def rules_of_pass(package: str) -> tuple[Rule, ...]:
    """The rules that act in the pass ``package``: its own, and those beside it that say so."""
    parent, _, name = package.rpartition(".")
    return tuple(
        rule
        for rule in rules_of(parent)
        if rule.module.startswith(package + ".") or name.replace("_", "-") in rule.also
    )


@cache
def rules_of(package: str) -> tuple[Rule, ...]:
    """The rules whose modules stand in ``package`` or below it, in the order of their codes.

    Raises ValueError where two modules claim one code.
    """
    found: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(sys.modules[package].__path__, package + "."):
        module = importlib.import_module(info.name)
        for rule in vars(module).values():
            if isinstance(rule, Rule) and rule.module == module.__name__:
                if rule.code in found:
                    raise ValueError(f"{rule.code} is claimed twice: {info.name}")
                found[rule.code] = rule
    return tuple(found[code] for code in sorted(found))
