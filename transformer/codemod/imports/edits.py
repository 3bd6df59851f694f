"""The planned changes of a file's imports as byte edits, each statement edited once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from transformer.codemod.imports.layout import Import, Layout
from transformer.codemod.imports.placing import place, section_of
from transformer.codemod.imports.plan import Change, Imports, Name
from transformer.codemod.imports.type_checking import join, new_block
from transformer.formats.python.import_names import add_name
from transformer.formats.python.lists import elements_in

RawEdit: TypeAlias = tuple[int, int, str, str]


def edits(plan: Imports) -> Iterator[RawEdit]:
    """Byte edits of the file's text, for all that was planned."""
    layout = plan.layout
    ends = {layout.text.lines(last)[1] for last in plan.lines_below}
    new = _merge_new(plan)
    emptied: set[ast.stmt] = {s for s, change in plan.changes.items() if change.empties(s)}
    inserted = [*_insert_new(layout, new, emptied)]
    for block, checked in plan.joined.items():
        inserted += join(layout, block, checked, emptied)
    for last, lines in plan.lines_below.items():
        if last in plan.checked_below:
            checking, checked = plan.checked_below[last]
            lines = [(new_block(checking, checked, layout.text.indent), checked.code), *lines]
        inserted.append(_insert_below(layout, last, lines))
    taken = {start for start, _, _, _ in inserted}
    for statement, change in plan.changes.items():
        if statement in emptied and not change.beside:
            yield _delete(plan, statement, emptied, taken, ends)
        else:
            yield from _edit(layout, statement, change)
    yield from inserted


def _merge_new(plan: Imports) -> dict[Name, str]:
    """Give the new names to the statements that import from their modules; the rest is returned."""
    rest = dict(plan.new)
    for (module, name, local), code in plan.new.items():
        for statement in plan.layout.top:
            if (
                isinstance(statement, ast.ImportFrom)
                and statement.module == module
                and not statement.level
                and local == name
                and any(a.name != "*" and not a.asname for a in statement.names)
                and not plan.layout.text.shares_line(statement)
            ):
                plan.change(statement).add[name] = code
                del rest[module, name, local]
                break
    return rest


def _edit(layout: Layout, statement: Import, change: Change) -> Iterator[RawEdit]:
    text = layout.text
    start, end = text.start(statement), text.end(statement)
    beside = [rule for _, rule in change.beside]
    code = next(iter([*change.remove.values(), *change.add.values(), *beside]), "")
    indent = text.indentation(statement)
    extra = [source for source, _ in change.beside]
    remove = {statement.names.index(alias) for alias in change.remove}
    if len(remove) == len(statement.names) and not change.add:
        edited = extra.pop(0)
    elif not remove and not change.add:
        edited = text.content[start:end].decode().replace("\r\n", "\n")
    else:
        elements = elements_in(text, statement)
        elements.remove(*remove)
        for name in sorted(change.add):
            add_name(elements, name)
        if change.add:
            elements.fit(layout.limit - len(indent))
        edited = "\n".join(elements.code.splitlines())
    if text.shares_line(statement):
        between = "; " if len(remove) == len(statement.names) else f"\n{indent}"
        yield (start, end, between.join([edited, *extra]), code)
        return
    if remove or change.add:
        yield (start, end, edited, code)
    # The comment behind the statement stays there.
    at, missing = text.below(statement)
    for line in extra:
        yield (at, at, f"\n{indent}{line}" if missing else f"{indent}{line}\n", code)


def _delete(
    plan: Imports,
    statement: Import,
    emptied: set[ast.stmt],
    taken: set[int],
    ends: set[int],
) -> RawEdit:
    """``ends`` are where the lines end below which something is inserted."""
    text = plan.layout.text
    code = next(iter(plan.changes[statement].remove.values()))
    block = plan.layout.block(statement)
    if text.shares_line(statement):
        kept = [s for s in block if s not in emptied]
        return (*text.removal_from_line(statement, kept), code)
    fed = block[-1] in plan.lines_below or any(block is joined.body for joined in plan.joined)
    if statement is block[0] and not fed and emptied.issuperset(block):
        return (text.start(statement), text.end(statement), "pass", code)
    start, end = text.lines(statement)
    above = text.line_start(max(start - 1, 0))
    if (
        end in ends
        and not text.content[above:start].strip()
        and not taken.intersection(range(start, end))
    ):
        # What is inserted below brings its own blank line.
        start = above
    if not taken.intersection(range(start, end + 1)):
        # Two imports that go may stand around one blank line: each takes what is below.
        end = text.removal(start, end)[1]
    return (start, end, "", code)


def _insert_below(layout: Layout, last: ast.stmt, lines: list[tuple[str, str]]) -> RawEdit:
    text = layout.text
    indent = text.indentation(last)
    code = lines[0][1]
    body = "\n".join(
        indent + line if line else line for block, _ in lines for line in block.split("\n")
    )
    at, head = text.below(last)
    following = text.content[at : text.line_end(at)].strip()
    at_top = last in layout.module.analysis.tree.body
    if at_top or (at < len(text.content) and not following):
        # A block that leaves a line free below its imports goes on doing so.
        head += "\n"
    tail = "\n"
    if at_top and following:
        tail += "\n"
    if at >= len(text.content) and head.startswith("\n\n"):
        tail = ""
    return (at, at, head + body + tail, code)


def _insert_new(layout: Layout, new: dict[Name, str], emptied: set[ast.stmt]) -> Iterator[RawEdit]:
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    for (module, name, local), code in new.items():
        grouped.setdefault(module, []).append((name, local, code))
    placed = [
        (section, module, place(layout, module, grouped[module][0][0], emptied))
        for section, module in sorted((section_of(layout, m), m) for m in grouped)
    ]
    for index, (section, module, (at, before, after)) in enumerate(placed):
        names = grouped[module]
        parts = [n if n == local else f"{n} as {local}" for n, local, _ in sorted(names)]
        for other_section, _, (other_at, _, other_after) in placed[max(index - 1, 0) : index]:
            if other_at == at:
                before = "" if other_section == section or other_after else "\n"
        for other_section, _, (other_at, _, _) in placed[index + 1 : index + 2]:
            if (other_at, other_section) == (at, section):
                after = ""
        yield (at, at, f"{before}from {module} import {', '.join(parts)}\n{after}", names[0][2])
