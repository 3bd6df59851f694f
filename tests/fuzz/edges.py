"""The edge of every parser: bytes go in, and what comes out fits them, or one refusal comes out."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterable
from itertools import islice

from transformer.edits import Splice, splice
from transformer.formats import data_lists, dockerignore, json_nodes, toml, yaml_nodes
from transformer.formats.commands import commands, invocations, programs_of
from transformer.formats.kinds import kind_of
from transformer.formats.nodes import Items, Mapping, Node, NoFixture, Scalar, Unparsable
from transformer.formats.python import nesting, syntax
from transformer.formats.python.lists import Uneditable, elements_in
from transformer.formats.python.text import Text
from transformer.formats.rows import FORMATS, rows
from transformer.passes.templates.lexing import Piece, django_pieces, jinja_pieces
from transformer.semantics import PARSE_ERRORS
from transformer.settings import Sources, evaluate_settings


def json(content: bytes) -> None:
    for lines in (False, True):
        with contextlib.suppress(Unparsable):
            check_nodes(json_nodes.values(content, lines=lines), content)


def yaml(content: bytes) -> None:
    for parse in (yaml_nodes.values, yaml_nodes.documents):
        with contextlib.suppress(Unparsable):
            check_nodes(parse(content), content)


def fixtures(content: bytes) -> None:
    for form in sorted(FORMATS):
        with contextlib.suppress(Unparsable, NoFixture):
            for row in rows(content, form):
                check_nodes((row.model, row.fields, *row.related), content)


def data(content: bytes) -> None:
    """Arrays of TOML, and lists of settings in every format of data."""
    toml.parse_toml(content)
    check_nodes((array for _, array in toml.arrays(content)), content)
    for path in ("a.json", "a.yaml", "a.toml"):
        with contextlib.suppress(SyntaxError, ValueError):
            text = Text(content, "utf-8")
            for start in range(0, len(content), max(1, len(content) // 20)):
                with contextlib.suppress(Uneditable):
                    data_lists.elements_at(text, path, start, start + 1)


def shell(content: bytes) -> None:
    programs = programs_of(content)
    for command in commands(content):
        for word in command.words:
            assert 0 <= word.start <= word.end <= len(content)
        list(invocations(command.words, programs))


def templates(content: bytes) -> None:
    for pieces in (django_pieces(content), jinja_pieces(content)):
        check_pieces(pieces, content)


def check_pieces(pieces: Iterable[Piece], content: bytes) -> None:
    """They are all of the file, one behind the other."""
    at = 0
    for piece in pieces:
        assert content[at : at + len(piece.source)] == piece.source
        assert piece.start == at
        at = piece.end
        assert len(piece.code) == len(piece.source)
        assert all(piece.start <= q.start <= q.end <= piece.end for q in piece.strings)
    assert at == len(content)


def python(content: bytes) -> None:
    with contextlib.suppress(RecursionError):
        nesting.check_depth(content)
    syntax.f_strings(content)
    with contextlib.suppress(*PARSE_ERRORS):
        parsed = syntax.parse(content)
        text = Text(content)
        lists = (n for n in ast.walk(parsed.tree) if isinstance(n, LISTS))
        for node in islice(lists, MOST):
            with contextlib.suppress(Uneditable):
                elements = elements_in(text, node)
                elements.append("new")
                made = tuple(Splice(s, e, new.encode(), "") for s, e, new in elements.edits())
                splice(elements.source.encode(), made)


def settings(content: bytes) -> None:
    """The interpreter, over a module and a file of data that the module may read."""
    files = {"settings.py": content, "base.py": BASE, "local.yaml": content, "local.json": content}
    sources = Sources(tuple(files), lambda path: files[path], ("",))
    for module in ("settings", "base"):
        for evaluation in evaluate_settings(sources, module, f"{module}.py"):
            evaluation.sequences("INSTALLED_APPS")


BASE = b"""\
import json, yaml
from settings import *
INSTALLED_APPS = ["django.contrib.auth", *json.load(open("local.json"))["apps"]]
LOCAL = yaml.safe_load(open("local.yaml"))
globals().update(LOCAL)
"""


LISTS = (ast.List, ast.Tuple, ast.ImportFrom, ast.Call)
# LibCST reads them, which takes long.
MOST = 10


def kinds(content: bytes) -> None:
    """What is told from names and first bytes."""
    for path in ("a", "a.js", "Dockerfile.x"):
        kind_of(path, content)
    dockerignore.deciding(content, "users/models.py")


def check_nodes(nodes: Iterable[Node], content: bytes) -> None:
    """What stands somewhere stands in the file, and what may be edited spells its value."""
    for node in nodes:
        match node:
            case Scalar(start, end, value, editable):
                assert 0 <= start <= end <= len(content)
                raw = content[start:end]
                if editable and value is not None and b"\\" not in raw:
                    # A line may be folded in YAML.
                    assert len(raw) != len(value.encode()) or raw.decode().split() == value.split()
            case Items(items, start, end):
                assert 0 <= start <= end <= len(content)
                check_nodes(items, content)
            case Mapping(pairs):
                for pair in pairs:
                    check_nodes(pair, content)


Edge = Callable[[bytes], None]

# Each with the endings of the files that it is fed with.
EDGES: dict[str, tuple[Edge, tuple[str, ...]]] = {
    "JSON": (json, (".json", ".jsonl")),
    "YAML": (yaml, (".yaml", ".yml")),
    "fixtures": (fixtures, (".json", ".xml", ".yaml", ".jsonl")),
    "lists of TOML, JSON and YAML": (data, (".toml", ".json", ".yaml", ".yml")),
    "shell": (shell, (".sh", "dockerfile", "makefile", "procfile", ".yml", ".md", ".txt")),
    "templates": (templates, (".html", ".txt", ".xml", ".js")),
    "Python": (python, (".py",)),
    "settings": (settings, (".py",)),
    "kinds of files": (kinds, (".js", ".md", ".gitignore", ".sh")),
}
