"""What the modules of `transformer` import of each other, and a picture of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "transformer"

# Modules that the picture shows as one.
TOGETHER = {
    "pipeline": ("pipeline", "stages", "lint", "resolve", "registry"),
    "values": (
        "contents",
        "edits",
        "findings",
        "errors",
        "options",
        "selection",
        "resources",
        "worded",
    ),
}


@cache
def modules() -> dict[str, Path]:
    """Dotted name below the package -> file; the package itself is the empty name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        found["" if name == "__init__" else name.removesuffix(".__init__")] = path
    return found


@cache
def imports() -> dict[str, set[str]]:
    """What each module imports of the package, in functions and under TYPE_CHECKING too."""
    return {name: set(_imported(path)) - {name} for name, path in modules().items()}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (_inside(alias.name) for alias in node.names if _is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom) and _is_ours(node.module or ""):
            for alias in node.names:
                part = _inside(f"{node.module}.{alias.name}")
                yield part if part in modules() else _inside(node.module or "")


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE.name


def _inside(name: str) -> str:
    return name.partition(".")[2]


def top(module: str) -> str:
    """The package directly below `transformer` that a module is in, or the module itself."""
    return module.partition(".")[0]


def graph() -> str:
    """The packages and what each imports, in Mermaid; what leads there by others is left out."""
    shown = {name: node for node, names in TOGETHER.items() for name in names}
    edges: dict[str, set[str]] = {}
    for module, others in imports().items():
        node = shown.get(top(module), top(module))
        found = edges.setdefault(node, set())
        found |= {shown.get(top(other), top(other)) for other in others} - {node, ""}
    for outside in ("", "__main__"):
        edges.pop(outside, None)
    lines = [
        f"    {node} --> {other}"
        for node, others in sorted(edges.items())
        for other in sorted(others)
        if not any(_leads(edges, beside, other) for beside in others - {other})
    ]
    return "\n".join(["```mermaid", "graph TD", *lines, "```"])


def _leads(edges: Mapping[str, set[str]], start: str, end: str) -> bool:
    """Whether imports lead from one package to another."""
    return end in edges[start] or any(_leads(edges, each, end) for each in edges[start])
