"""Settings in JSON, YAML and TOML files, with the places of their lists."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from transformer.formats import json_nodes, toml, yaml_nodes
from transformer.formats.nodes import Items, Mapping, Node, Scalar, Unparsable
from transformer.settings.run import Frame, Run
from transformer.settings.sources import Parse
from transformer.settings.values import (
    Constant,
    Place,
    Segment,
    Sequence,
    Table,
    Unknown,
    Value,
    choice,
    is_constant,
)

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def load_yaml(run: Run, path: str) -> Value:
    return _load(run, path, yaml_nodes.documents)


def load_json(run: Run, path: str) -> Value:
    return _load(run, path, _json)


def _json(content: bytes) -> Iterable[Node]:
    return [json_nodes.document(content)]


def _load(run: Run, path: str, parse: Parse) -> Value:
    """The one document of a file."""
    try:
        content = run.sources.read(path)
        documents = run.sources.documents(path, parse)
    except (OSError, Unparsable):
        return Unknown()
    if len(documents) > 1:
        return Unknown()
    return _value(run, documents[0], _File(path, content)) if documents else Table(())


def _value(run: Run, node: Node, file: _File) -> Value:
    match node:
        case Mapping(pairs):
            entries = tuple((file.constant(k, None), _value(run, v, file)) for k, v in pairs)
            return run.allocate(Table(entries))
        case Items(items, start, end):
            elements = tuple(_value(run, item, file) for item in items)
            return run.allocate(Sequence((Segment(elements, file.place(start, end)),)))
        case Scalar():
            return file.constant(node, file.place(*node.outer))


class _File:
    """Where in a file the nodes stand that were read of it."""

    def __init__(self, path: str, content: bytes) -> None:
        self._path = path
        self._content = content
        first = len(BOM_UTF8) if content.startswith(BOM_UTF8) else 0
        self._lines = [first, *(end.end() for end in re.finditer(b"\n", content))]

    def place(self, start: int, end: int) -> Place:
        return Place(self._path, *self._position(start), *self._position(end))

    def _position(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1]

    def constant(self, node: Scalar, place: Place | None) -> Constant:
        """Null as None, a number or truth value as it is written."""
        text = node.value
        if text is None:
            text = self._content[node.start : node.end].decode()
            if text in _NULLS:
                return Constant(None)
        return Constant(text, place)


def load_toml(run: Run, path: str) -> Value:
    """A TOML document; top-level keys and those of tables have the places of their arrays."""
    try:
        content = run.sources.read(path)
    except OSError:
        return Unknown()
    file = _File(path, content)
    places = {keys: file.place(array.start, array.end) for keys, array in toml.arrays(content)}
    return _toml_value(run, toml.parse_toml(content), (), places)


def _toml_value(
    run: Run, value: Any, at: tuple[str, ...], places: dict[tuple[str, ...], Place]
) -> Value:
    match value:
        case dict():
            entries = tuple(
                (Constant(key), _toml_value(run, one, (*at, key), places))
                for key, one in value.items()
            )
            return run.allocate(Table(entries))
        case list():
            elements = tuple(_toml_value(run, one, (*at, "*"), places) for one in value)
            return run.allocate(Sequence((Segment(elements, places.get(at)),)))
    return Constant(value)


_LOADERS = {".yaml": load_yaml, ".yml": load_yaml, ".json": load_json, ".toml": load_toml}


def load_dynaconf(run: Run, node: ast.Call, frame: Frame) -> None:
    """What ``DjangoDynaconf(__name__, …)`` puts over the settings module it stands in.

    Files: ``settings_files`` or those named ``settings.*`` beside the module, its parent or the
    top of the project. What the module assigns below the call is not seen.
    https://www.dynaconf.com/django/
    """
    named = {k.arg: run.value(k.value, frame) for k in node.keywords if k.arg}
    environments = not is_constant(named.get("environments"), False)
    given = named.get("settings_files", named.get("SETTINGS_FILES"))
    folders = {PurePosixPath(frame.path).parent, PurePosixPath(frame.path).parent.parent}
    folders.add(PurePosixPath(""))
    names = {f"settings{ending}" for ending in _LOADERS}
    if isinstance(given, Sequence):
        names = {PurePosixPath(text).name for text in given.texts()}
    for path in run.sources.files:
        pure = PurePosixPath(path)
        if pure.parent in folders and pure.name in names and pure.suffix in _LOADERS:
            run.state.read[path] = True
            load = _LOADERS[pure.suffix]
            loaded = run.resolve(load(run, path))
            if isinstance(loaded, Table):
                _overlay(run, loaded, frame, environments)
    run.sealed = dict(run.state.scopes.get(frame.scopes[0], {}))


def _overlay(run: Run, loaded: Table, frame: Frame, environments: bool) -> None:
    """Put each section's settings over the scope: ``default`` always, the others by the run."""
    scope = run.state.scopes.setdefault(frame.scopes[0], {})
    sections: list[tuple[str, Value]] = [("default", loaded)]
    if environments:
        sections = [(str(k.value), v) for k, v in loaded.entries if isinstance(k, Constant)]
        sections.sort(key=lambda section: section[0].lower() not in ("default", "global"))
    default: dict[str, Value] = {}
    variants: dict[str, list[Value]] = {}
    for name, value in sections:
        table = run.resolve(value)
        entries = table.entries if isinstance(table, Table) else ()
        for key, setting in entries:
            if not isinstance(key, Constant) or not str(key.value).isupper():
                continue
            if name.lower() in ("default", "global"):
                default[str(key.value)] = setting
            else:
                variants.setdefault(str(key.value), []).append(setting)
    scope |= default
    for key_name, values in variants.items():
        before = scope.get(key_name, Unknown())
        merged = [_merge_marker(run, before, value) for value in values]
        scope[key_name] = choice((run.resolve(before), *merged))


def _merge_marker(run: Run, before: Value, value: Value) -> Value:
    """A list with ``dynaconf_merge`` in it adds to the one before, any other replaces it."""
    new, old = run.resolve(value), run.resolve(before)
    if isinstance(new, Sequence) and "dynaconf_merge" in new.texts():
        own = tuple(
            Segment(tuple(e for e in s.elements if getattr(e, "value", "") != "dynaconf_merge"))
            for s in new.segments
        )
        if isinstance(old, Sequence):
            return Sequence((*old.segments, *own), "list")
    return new
