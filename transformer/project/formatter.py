"""What lays the project's Python out: Black, Ruff and isort, told from their configuration.

A tool is used where its own file speaks of it, or where only ``.pre-commit-config.yaml`` runs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from transformer.formats import nodes, yaml_nodes
from transformer.formats.toml import parse_toml

DEFAULT = 88
HOOKS = ".pre-commit-config.yaml"
_RUFF_FILES = ("ruff.toml", ".ruff.toml")
CONFIGURATIONS = frozenset(
    (*_RUFF_FILES, "pyproject.toml", "setup.cfg", "tox.ini", ".isort.cfg", ".editorconfig", HOOKS)
)
_ISORT = re.compile(rb"^\[(?:isort|tool:isort|tool\.isort)\]|^\[settings\]", re.MULTILINE)
_ISORT_FILES = frozenset((".isort.cfg", "pyproject.toml", "setup.cfg", "tox.ini"))
_MAX_SIZE = 1 << 20


@dataclass(frozen=True)
class Formatter:
    """``black`` holds the options of Black that differ from its own, by their names.

    None stands for a tool that the project does not use. ``ruff_formats`` says whether Ruff lays
    out and does not only check. ``isort`` are the options that its hook gives it.
    """

    black: Mapping[str, Any] | None
    ruff: bool
    ruff_formats: bool
    isort: Mapping[str, Any] | None
    line_length: int


def formatter_of(
    paths: Iterable[str], read: Callable[[str], bytes], folder: str = ""
) -> Formatter | None:
    """The tools that the configurations among ``paths`` speak of; None where there is none.

    ``folder`` is where ``manage.py`` stands: of two that say how long a line is, that of the
    nearer one counts.
    """
    found = sorted(
        (path for path in paths if PurePosixPath(path).name in CONFIGURATIONS),
        key=lambda path: _distance(path, folder),
    )
    black: dict[str, Any] | None = None
    isort: dict[str, Any] | None = None
    ruff = ruff_formats = configured = False
    lengths: list[int] = []
    for path in found:
        name = PurePosixPath(path).name
        try:
            content = read(path)
        except OSError:
            continue
        if len(content) > _MAX_SIZE:
            continue
        if name in _RUFF_FILES or name == "pyproject.toml":
            document = parse_toml(content)
            tools = document.get("tool", {}) if name == "pyproject.toml" else {"ruff": document}
            if isinstance(options := tools.get("black"), dict):
                black = {**options, **(black or {})}
            if isinstance(options := tools.get("ruff"), dict):
                ruff = True
                ruff_formats |= "format" in options
                lengths += [n for n in (options.get("line-length"),) if isinstance(n, int)]
        if name in _ISORT_FILES and _ISORT.search(content):
            isort, configured = {}, True
        if name == HOOKS:
            for hook, arguments in _hooks(content):
                if hook == "black":
                    black = {**_black_options(arguments), **(black or {})}
                elif hook in {"ruff", "ruff-check", "ruff-format"}:
                    ruff = True
                    ruff_formats |= hook == "ruff-format"
                elif hook == "isort":
                    isort = {} if configured else _isort_options(arguments)
    if black is None and isort is None and not ruff:
        return None
    if black is not None and isinstance(black.get("line-length"), int):
        length = black["line-length"]
    else:
        length = DEFAULT if black is not None or not lengths else lengths[0]
    return Formatter(black, ruff, ruff_formats, isort, length)


def _distance(path: str, folder: str) -> tuple[int, int, str]:
    """Those on the way from the folder up come first, the nearest before the others."""
    own = PurePosixPath(path).parent
    above = own in (PurePosixPath(folder), *PurePosixPath(folder).parents)
    return (0 if above else 1, -len(own.parts) if above else len(own.parts), path)


def _hooks(content: bytes) -> Iterator[tuple[str, Sequence[str]]]:
    """The id and the arguments of each hook of pre-commit."""
    with suppress(nodes.Unparsable):
        for document in yaml_nodes.documents(content):
            for repository in _listed(document, "repos"):
                for hook in _listed(repository, "hooks"):
                    arguments = [nodes.text(each) or "" for each in _listed(hook, "args")]
                    if isinstance(hook, nodes.Mapping) and (name := nodes.text(hook.get("id"))):
                        yield name, arguments


def _listed(node: nodes.Node, key: str) -> Sequence[nodes.Node]:
    found = node.get(key) if isinstance(node, nodes.Mapping) else None
    return found.items if isinstance(found, nodes.Items) else ()


def _black_options(arguments: Sequence[str]) -> dict[str, Any]:
    text = " ".join(arguments)
    options: dict[str, Any] = {}
    if length := re.search(r"(?:^| )(?:-l|--line-length)[ =]?(\d+)", text):
        options["line-length"] = int(length[1])
    if {"-S", "--skip-string-normalization"} & set(arguments):
        options["skip-string-normalization"] = True
    if {"-C", "--skip-magic-trailing-comma"} & set(arguments):
        options["skip-magic-trailing-comma"] = True
    return options


def _isort_options(arguments: Sequence[str]) -> dict[str, Any]:
    text = " ".join(arguments)
    options: dict[str, Any] = {}
    if profile := re.search(r"(?:^| )--profile[ =](\w+)", text):
        options["profile"] = profile[1]
    if length := re.search(r"(?:^| )(?:-l|--line-length|-w)[ =]?(\d+)", text):
        options["line_length"] = int(length[1])
    return options
