"""Names that a type checker imports and the program binds: ``if TYPE_CHECKING: … else: …``."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from transformer.codemod.imports.layout import Import, Layout, is_type_checking
from transformer.codemod.imports.placing import place_among


@dataclass
class Checked:
    """``names`` stand behind ``from module import``; ``bound`` gives the program the same names."""

    module: str
    code: str
    names: list[str] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)

    def add(self, name: str, bound: str) -> None:
        if name not in self.names:
            self.names.append(name)
            self.bound.append(bound)

    @property
    def source(self) -> str:
        return f"from {self.module} import {', '.join(self.names)}"


def block_to_join(layout: Layout, statement: ast.stmt, local: str) -> ast.If | None:
    """The ``if TYPE_CHECKING:`` that stands where one below ``statement`` would stand.

    None as well where ``local`` cannot be imported and bound in it.
    """
    block = layout.block(statement)
    last = layout.run(statement)[-1]
    for other in (last, *block[block.index(last) + 1 :][:1]):
        if isinstance(other, ast.If) and is_type_checking(other):
            return other if _has_room(layout, other, local) else None
    return None


def _has_room(layout: Layout, block: ast.If, local: str) -> bool:
    chained = any(
        isinstance(part, ast.If) and part.col_offset == block.col_offset for part in block.orelse
    )
    if chained or not isinstance(block.body[0], (ast.Import, ast.ImportFrom)):
        return False
    if any(layout.text.shares_line(part) for part in (*block.body, *block.orelse)):
        return False
    parts = list(ast.walk(block))
    named = {part.id for part in parts if isinstance(part, ast.Name)}
    named |= {part.asname or part.name for part in parts if isinstance(part, ast.alias)}
    return local not in named


def new_block(checking: str, checked: Checked, step: str) -> str:
    """The lines of a block of its own."""
    bound = "".join(f"\n{step}{line}" for line in checked.bound)
    return f"if {checking}:\n{step}{checked.source}\nelse:{bound}"


def join(
    layout: Layout, block: ast.If, checked: Checked, emptied: Collection[ast.stmt]
) -> Iterator[tuple[int, int, str, str]]:
    """Byte edits that put ``checked`` into a block that is there."""
    text = layout.text
    indent = text.indentation(block.body[0])
    at, before, after = place_among(
        layout, checked.module, "User", _leading_imports(block.body), emptied
    )
    yield (at, at, f"{before}{indent}{checked.source}\n{after}", checked.code)
    head = ""
    if block.orelse:
        indent = text.indentation(block.orelse[0])
    else:
        head = f"{text.indentation(block)}else:\n"
    end = _below(layout, block, indent)
    if end != at and not text.content[:end].endswith((b"\n", b"\r")):
        head = "\n" + head
    bound = "".join(f"{indent}{line}\n" for line in checked.bound)
    yield (end, end, head + bound, checked.code)


def _leading_imports(block: list[ast.stmt]) -> list[Import]:
    found: list[Import] = []
    for statement in block:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            break
        found.append(statement)
    return found


def _below(layout: Layout, block: ast.If, indent: str) -> int:
    """Below the last line of ``block``, its comments included."""
    text = layout.text
    at = text.next_line(text.end(block))
    while text.content[at : text.line_end(at)].startswith(f"{indent}#".encode()):
        at = text.next_line(at)
    return at
