"""What one settings module comes to, in every way that it can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import is_
from typing import TypeAlias

from django.conf import global_settings

from transformer.settings.interpreter import Interpreter
from transformer.settings.run import Frame, Run, TooLarge, bounded
from transformer.settings.sources import Sources
from transformer.settings.state import State
from transformer.settings.values import (
    MAX_PARTS,
    Choice,
    Class,
    Foreign,
    Reference,
    Segment,
    Sequence,
    Table,
    Undefined,
    Unknown,
    Value,
    alternatives,
    choice,
    is_constant,
)


@dataclass(frozen=True)
class Evaluation:
    """``values`` by setting name, without references; ``read`` path -> whether every run reads it.

    ``name`` is the module's dotted name, with ``:Class`` for a class of django-configurations.
    """

    name: str
    path: str
    values: Mapping[str, Value]
    read: Mapping[str, bool]

    def sequences(self, setting: str) -> tuple[Value, ...]:
        """The alternatives of a list setting; empty where the module does not have it."""
        return tuple(v for v in alternatives(self.values.get(setting, Undefined())) if _defined(v))

    def texts(self, setting: str) -> tuple[str, ...]:
        """Every string that the list setting may hold, in order, once."""
        found: dict[str, None] = {}
        for value in self.sequences(setting):
            if isinstance(value, Sequence):
                found |= dict.fromkeys(value.texts())
        return tuple(found)


def evaluate_settings(sources: Sources, module: str, path: str) -> list[Evaluation]:
    """Every variant of one settings module: one, or one for each leaf class of configurations.

    ``path`` may be a template (``settings.py.example``) that stands for the module.
    """
    try:
        return _variants(Interpreter(sources), module, path)
    except (TooLarge, RecursionError):
        return [Evaluation(module, path, {"INSTALLED_APPS": Unknown()}, {path: True})]


def _variants(run: Run, module: str, path: str) -> list[Evaluation]:
    """Raises TooLarge and RecursionError where the module cannot be followed to its end."""
    run.state.scopes[module] = {}
    for parent in _parents(module):
        run.import_module(parent)
    if not run.state.read.get(path):
        run.state.scopes[module] = {}
        run.run_file(path, Frame(path, module, (module,)))
    scope = run.state.scopes.get(module, {}) if run.sealed is None else run.sealed
    classes = _configurations(run, scope)
    if not classes:
        return [_evaluation(run.state, module, path, scope)]
    found = []
    for cls in classes:
        frame = Frame(path, module, (module,))
        names = {n for c in run.ancestry(cls) for n in run.state.scopes.get(c.scope, {})}
        values = {n: run.class_attribute(cls, n, frame) for n in sorted(names) if n.isupper()}
        # The class has every setting that Django has, and its own value wins over the module's.
        others = {n: v for n, v in scope.items() if not hasattr(global_settings, n)}
        found.append(_evaluation(run.state, f"{module}:{cls.name}", path, others | values))
    return found


def _parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[:i]) for i in range(1, len(parts))]


def _configurations(run: Run, scope: Mapping[str, Value]) -> list[Class]:
    """The classes below django-configurations' ``Configuration`` that no other is derived from."""
    classes = [v for v in scope.values() if isinstance(v, Class) and _is_configuration(run, v)]
    bases = {base.scope for c in classes for base in run.ancestry(c) if base.scope != c.scope}
    return [c for c in classes if c.scope not in bases]


def _is_configuration(run: Run, cls: Class) -> bool:
    return any(
        isinstance(base, Foreign) and base.name.startswith("configurations.")
        for ancestor in run.ancestry(cls)
        for base in ancestor.bases
    )


def _evaluation(state: State, name: str, path: str, scope: Mapping[str, Value]) -> Evaluation:
    known: Known = {}
    values = {key: _deep(state, known, value, 0) for key, value in scope.items() if key.isupper()}
    # Whoever looks at them goes through each part as often as it occurs.
    bounded(Sequence((Segment(tuple(values.values())),)))
    return Evaluation(name, path, values, state.read)


# By address and depth: a list that holds another one twice, which holds a third one twice.
Known: TypeAlias = dict[tuple[int, int], Value]


def _deep(state: State, known: Known, value: Value, depth: int) -> Value:
    """The value with references followed everywhere. Raises TooLarge."""
    if not isinstance(value, Reference):
        return _followed(state, known, value, depth)
    key = value.address, depth
    if key not in known:
        known[key] = _followed(state, known, value, depth)
    return known[key]


def _followed(state: State, known: Known, value: Value, depth: int) -> Value:
    state.followed += 1
    if state.followed > MAX_PARTS:
        raise TooLarge
    resolved = state.resolve(value)
    if depth > 6:
        return resolved
    match resolved:
        case Sequence(segments, kind):
            return Sequence(tuple(_deep_segment(state, known, s, depth) for s in segments), kind)
        case Table(entries):
            pairs = tuple((k, _deep(state, known, v, depth + 1)) for k, v in entries)
            return replace(resolved, entries=pairs)
        case Choice(values):
            return choice(_deep(state, known, one, depth) for one in values)
    return resolved


def _deep_segment(state: State, known: Known, segment: Segment, depth: int) -> Segment:
    """A segment with plain elements; one that is a choice makes them unsure."""
    elements = tuple(_deep(state, known, one, depth + 1) for one in segment.elements)
    if all(map(is_, elements, segment.elements)):
        return segment
    return replace(segment, elements=elements)


def _defined(value: Value) -> bool:
    return value != Undefined() and not is_constant(value, None)
