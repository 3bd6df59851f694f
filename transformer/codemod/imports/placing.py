"""Where a new ``from … import …`` goes in a file: in the section and the order of its others."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection

from transformer.codemod.imports.headings import is_heading
from transformer.codemod.imports.layout import Import, Layout


def place(
    layout: Layout, module: str, name: str, emptied: Collection[ast.stmt]
) -> tuple[int, str, str]:
    """Where a new ``from module import name`` goes, with what must stand before and after it."""
    if layout.set_up is not None and module.endswith(".models"):
        return _after(layout, layout.set_up, "", "")
    if layout.top:
        return place_among(layout, module, name, layout.top, emptied)
    return _head(layout)


def place_among(
    layout: Layout, module: str, name: str, imports: list[Import], emptied: Collection[ast.stmt]
) -> tuple[int, str, str]:
    """Like :func:`place`, among the imports of one block."""
    text = layout.text
    kept = [s for s in imports if s not in emptied]
    if not kept:
        return (_above(layout, imports[0]), "", "")
    same = [s for s in kept if _top(_module(s)) == _top(module)]
    gone = [s for s in imports if s in emptied and _top(_module(s)) == _top(module)]
    if gone and not same:
        return (text.line_start(text.start(gone[0])), "", "")
    if same:
        modules = [_module(s).lower() for s in same if isinstance(s, ast.ImportFrom)]
        if gone and _top(module) == "django" and modules != sorted(modules):
            return (text.line_start(text.start(gone[0])), "", "")
        # Plain imports come first, but not in the order that makemigrations writes.
        froms = [s.lineno for s in same if isinstance(s, ast.ImportFrom)]
        before = min(froms, default=sys.maxsize)
        plain = [s for s in same if isinstance(s, ast.Import) and s.lineno < before]
        earlier = [s for s in same if s in plain or (_module(s), s.names[0].name) <= (module, name)]
        if earlier:
            return _after(layout, earlier[-1], "", "")
        return (_above(layout, same[0]), "", "")
    section = section_of(layout, module)
    earlier = [s for s in kept if section_of(layout, _module(s)) <= section]
    if earlier:
        equal = [s for s in earlier if section_of(layout, _module(s)) == section]
        plain = [] if _mixed(layout) else [s for s in equal if isinstance(s, ast.Import)]
        smaller = [s for s in equal if s in plain or _module(s).lower() <= module.lower()]
        if smaller:
            return _after(layout, smaller[-1], "", "")
        if equal:
            return (_above(layout, equal[0]), "", "")
        return _after(layout, earlier[-1], "\n", "")
    return (_above(layout, kept[0]), "", "\n")


def _mixed(layout: Layout) -> bool:
    """Whether a plain import stands below a ``from … import`` of the same section."""
    sections = [(isinstance(s, ast.ImportFrom), section_of(layout, _module(s))) for s in layout.top]
    return any(
        (True, section) in sections[:i]
        for i, (is_from, section) in enumerate(sections)
        if not is_from
    )


def section_of(layout: Layout, module: str) -> int:
    """The section as the project has configured isort, else as isort has them by itself.

    Those are: standard library, third party, the project's own, relative.
    """
    top = _top(module)
    own = bool(top) and (
        top in layout.resolver.project.modules
        or layout.resolver.is_module(top)
        or module.startswith(layout.app_module)
    )
    if (sections := layout.resolver.project.import_sections) is not None:
        return sections.number(module, own=own)
    if not top:
        return 4
    if top in sys.stdlib_module_names:
        return 1
    return 3 if own else 2


def _above(layout: Layout, statement: Import) -> int:
    """Where a line above ``statement`` starts: also above its comment, but not the file's.

    A heading of a section of imports is no comment of the first of them.
    """
    text = layout.text
    line = text.line_start(text.start(statement))
    previous = text.content[text.line_start(max(line - 1, 0)) : line]
    if is_heading(previous.decode("utf-8", "replace"), _top(_module(statement))):
        return line
    return text.above_comments(line) or line


def _after(layout: Layout, statement: ast.stmt, before: str, after: str) -> tuple[int, str, str]:
    at, missing = layout.text.below(statement)
    return (at, missing + before, after)


def _head(layout: Layout) -> tuple[int, str, str]:
    """Below the docstring and ``__future__``, or below the comments that open the file."""
    text = layout.text
    body = layout.module.analysis.tree.body
    last = None
    for index, node in enumerate(body):
        docstring = index == 0 and isinstance(node, ast.Expr)
        if not docstring and getattr(node, "module", None) != "__future__":
            break
        last = node
    if last is not None:
        at, before, after = _after(layout, last, "\n", "")
        following = text.content[at : text.line_end(at)].strip()
        return (at, before, after + ("\n" if following else ""))
    at = 0
    while at < len(text.content) and text.content[at : at + 1] == b"#":
        at = text.next_line(at)
    return (at, "\n" if at else "", "\n")


def _module(statement: Import) -> str:
    if isinstance(statement, ast.ImportFrom):
        if statement.level:
            return "." * statement.level + (statement.module or "")
        return statement.module or ""
    return statement.names[0].name


def _top(module: str) -> str:
    return module.partition(".")[0]
