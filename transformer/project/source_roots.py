"""The folders that stand on ``sys.path`` when the project runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from transformer.formats.toml import parse_toml
from transformer.settings.interpreter import Interpreter
from transformer.settings.run import Frame
from transformer.settings.sources import ROOT, Sources, normal
from transformer.settings.values import Constant


def path_edits(sources: Sources, path: str) -> Iterator[str]:
    """The folders of the project that a file puts on ``sys.path``, as far as they are known.

    ``sys.path.insert(0, …)``, ``append``, ``extend``, ``+=`` and ``site.addsitedir``.
    """
    try:
        content = sources.read(path)
    except OSError:
        return
    if b"sys.path" not in content and b"addsitedir" not in content:
        return
    tree = sources.parse(path)
    if tree is None:
        return
    run = Interpreter(sources)
    frame = Frame(path, "__main__", ("__main__",))
    for statement in _straight(tree.body):
        for node in ast.walk(statement):
            for argument in _added(node):
                for one in argument.elts if isinstance(argument, ast.List) else [argument]:
                    value = run.value(one, frame)
                    if (
                        isinstance(value, Constant)
                        and (folder := _inside(value.value, path)) is not None
                    ):
                        yield folder
        relative = isinstance(statement, ast.ImportFrom) and statement.level
        if isinstance(statement, ast.Assign | ast.Import | ast.ImportFrom) and not relative:
            run.execute([statement], frame)


def _straight(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The simple statements of a script in order, those in functions and conditions too."""
    for statement in body:
        inner = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
        if any(inner):
            for part in inner:
                yield from _straight(part)
        else:
            yield statement


def _added(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call(ast.Attribute(ast.Attribute(ast.Name("sys"), "path"), method), arguments):
            if method in ("insert", "append", "extend") and arguments:
                yield arguments[-1]
        case ast.Call(ast.Attribute(_, "addsitedir"), [argument, *_]):
            yield argument
        case ast.AugAssign(ast.Attribute(ast.Name("sys"), "path"), ast.Add(), value):
            yield value


def _inside(value: object, path: str) -> str | None:
    if not isinstance(value, str | PurePosixPath) or str(value) == "":
        return None
    text = str(value)
    if not text.startswith("/"):
        text = str(ROOT / PurePosixPath(path).parent / text)
    try:
        relative = PurePosixPath(normal(text)).relative_to(ROOT).as_posix()
    except ValueError:
        return None
    return "" if relative == "." else relative


def declared_roots(sources: Sources) -> Iterator[str]:
    """The source folders that packaging and test configuration name (``src`` layouts)."""
    for path in sources.files:
        pure = PurePosixPath(path)
        if pure.name not in ("pyproject.toml", "setup.cfg", "pytest.ini", "tox.ini", "setup.py"):
            continue
        try:
            content = sources.read(path)
        except OSError:
            continue
        for name in _declared(pure.name, content):
            folder = normal(str(pure.parent / name)) if name not in (".", "") else str(pure.parent)
            yield "" if folder == "." else folder


def _declared(name: str, content: bytes) -> Iterator[str]:
    if name == "pyproject.toml":
        tool = parse_toml(content).get("tool", {})
        pytest = tool.get("pytest", {}).get("ini_options", {}).get("pythonpath", [])
        yield from [pytest] if isinstance(pytest, str) else pytest
        setuptools = tool.get("setuptools", {})
        if isinstance(setuptools, dict):
            yield from setuptools.get("package-dir", {}).values()
            find = setuptools.get("packages", {})
            if isinstance(find, dict):
                yield from find.get("find", {}).get("where", [])
        for package in tool.get("poetry", {}).get("packages", []):
            yield str(package.get("from", "."))
        wheel = tool.get("hatch", {}).get("build", {}).get("targets", {}).get("wheel", {})
        yield from (str(PurePosixPath(p).parent) for p in wheel.get("packages", []))
        return
    text = content.decode("utf-8", "replace")
    for match in re.finditer(r"^\s*(?:pythonpath|python_paths|where)\s*=\s*(\S.*)$", text, re.M):
        yield from match[1].split()
    for match in re.finditer(
        r"package_dir\s*=\s*\{?\s*[\"']?[\"']?\s*[=:]\s*[\"']?([\w./-]+)", text
    ):
        yield match[1]
