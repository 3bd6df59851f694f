"""Settings in JSON, YAML and TOML files, with the places of their lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from transformer.formats.toml import parse_toml
from transformer.settings.values import (
    Constant,
    Place,
    Segment,
    Sequence,
    Table,
    Unknown,
    Value,
    choice,
)

if TYPE_CHECKING:
    from transformer.settings.interpreter import Frame, Interpreter

_ENDINGS = {".yaml", ".yml", ".json", ".toml"}


def load_yaml(run: Interpreter, path: str) -> Value:
    """A YAML document; JSON is read as the YAML that it is, since that gives positions."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        text = run.sources.read(path).decode("utf-8")
        node = YAML(typ="rt", pure=True).compose(text)
    except (OSError, UnicodeDecodeError, YAMLError):
        return Unknown()
    return _yaml_value(run, node, path, text.splitlines()) if node is not None else Table(())


load_json = load_yaml


def _yaml_value(run: Interpreter, node: Any, path: str, lines: list[str]) -> Value:
    place = _yaml_place(node, path, lines)
    match node.id:
        case "mapping":
            entries = tuple(
                (Constant(key.value), _yaml_value(run, value, path, lines))
                for key, value in node.value
            )
            return run.allocate(Table(entries, place))
        case "sequence":
            elements = tuple(_yaml_value(run, one, path, lines) for one in node.value)
            return run.allocate(Sequence((Segment(elements, place),)))
    return Constant(str(node.value), place)


def _yaml_place(node: Any, path: str, lines: list[str]) -> Place:
    def column(mark: Any) -> int:
        line = lines[mark.line] if mark.line < len(lines) else ""
        return len(line[: mark.column].encode())

    start, end = node.start_mark, node.end_mark
    return Place(path, start.line + 1, column(start), end.line + 1, column(end))


def load_toml(run: Interpreter, path: str) -> Value:
    """A TOML document; top-level keys and those of tables have the places of their arrays."""
    try:
        content = run.sources.read(path)
    except OSError:
        return Unknown()
    places = dict(_toml_arrays(content.decode("utf-8", "replace"), path))
    return _toml_value(run, parse_toml(content), (), places)


def _toml_value(
    run: Interpreter, value: Any, at: tuple[str, ...], places: dict[tuple[str, ...], Place]
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


def _toml_arrays(text: str, path: str) -> Iterator[tuple[tuple[str, ...], Place]]:
    """The arrays that are values of bare keys: (table…, key) and where they stand."""
    table: tuple[str, ...] = ()
    for match in re.finditer(r"^[ \t]*(?:\[([\w.\"' -]+)\]|([\w-]+)[ \t]*=[ \t]*\[)", text, re.M):
        if match[1] is not None:
            table = tuple(part.strip(" \"'") for part in match[1].split("."))
            continue
        start = match.end() - 1
        end = closing(text, start)
        if end is not None:
            yield (*table, match[2]), _place(text, path, start, end)


def closing(text: str, start: int) -> int | None:
    """The end of the bracketed array that begins at ``start``; strings and comments are skipped."""
    depth, at = 0, start
    while at < len(text):
        if text[at] == "[":
            depth += 1
        elif text[at] == "]":
            depth -= 1
            if depth == 0:
                return at + 1
        elif text[at] == "#":
            at = text.find("\n", at)
            if at < 0:
                return None
        elif text[at] in "\"'":
            quote = text[at]
            at += 1
            while at < len(text) and text[at] != quote:
                at += 2 if text[at] == "\\" and quote == '"' else 1
        at += 1
    return None


def _place(text: str, path: str, start: int, end: int) -> Place:
    def position(index: int) -> tuple[int, int]:
        line_start = text.rfind("\n", 0, index) + 1
        return text.count("\n", 0, index) + 1, len(text[line_start:index].encode())

    return Place(path, *position(start), *position(end))


def load_dynaconf(run: Interpreter, node: ast.Call, frame: Frame) -> None:
    """What ``DjangoDynaconf(__name__, …)`` puts over the settings module it stands in.

    Files: ``settings_files`` or those named ``settings.*`` beside the module, its parent or the
    top of the project. What the module assigns below the call is not seen.
    https://www.dynaconf.com/django/
    """
    named = {k.arg: run.value(k.value, frame) for k in node.keywords if k.arg}
    environments = named.get("environments") != Constant(False)
    given = named.get("settings_files", named.get("SETTINGS_FILES"))
    folders = {PurePosixPath(frame.path).parent, PurePosixPath(frame.path).parent.parent}
    folders.add(PurePosixPath(""))
    names = {f"settings{ending}" for ending in _ENDINGS}
    if isinstance(given, Sequence):
        names = {PurePosixPath(text).name for text in given.texts()}
    for path in sorted(run.sources.files):
        pure = PurePosixPath(path)
        if pure.parent in folders and pure.name in names and pure.suffix in _ENDINGS:
            run.state.read[path] = True
            load = load_toml if pure.suffix == ".toml" else load_yaml
            loaded = run.resolve(load(run, path))
            if isinstance(loaded, Table):
                _overlay(run, loaded, frame, environments)
    run.sealed = dict(run.state.scopes.get(frame.scopes[0], {}))


def _overlay(run: Interpreter, loaded: Table, frame: Frame, environments: bool) -> None:
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


def _merge_marker(run: Interpreter, before: Value, value: Value) -> Value:
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
