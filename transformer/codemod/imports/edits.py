"""The planned changes of a file's imports as byte edits, each statement edited once."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, TypeAlias

from transformer.codemod.imports.layout import Import
from transformer.codemod.imports.placing import place, section_of
from transformer.codemod.imports.plan import Change, Name
from transformer.codemod.imports.type_checking import join, new_block
from transformer.codemod.statements import edit_names

if TYPE_CHECKING:
    from transformer.codemod.file import File

RawEdit: TypeAlias = tuple[int, int, str, str]


def edits(file: File) -> Iterator[RawEdit]:
    """Byte edits of the file's text, for all that was planned."""
    plan = file.imports
    new = _merge_new(file)
    emptied = {s for s, change in plan.changes.items() if change.empties(s)}
    inserted = [*_insert_new(file, new, emptied)]
    for block, checked in plan.joined.items():
        inserted += join(file, block, checked, emptied)
    for last, lines in plan.lines_below.items():
        if last in plan.checked_below:
            checking, checked = plan.checked_below[last]
            lines = [(new_block(checking, checked, file.text.indent), checked.code), *lines]
        inserted.append(_insert_below(file, last, lines))
    taken = {start for start, _, _, _ in inserted}
    for statement, change in plan.changes.items():
        if statement in emptied and not change.beside:
            yield _delete(file, statement, emptied, taken)
        else:
            yield from _edit(file, statement, change)
    yield from inserted


def _merge_new(file: File) -> dict[Name, str]:
    """Give the new names to the statements that import from their modules; the rest is returned."""
    rest = dict(file.imports.new)
    for (module, name, local), code in file.imports.new.items():
        for statement in file.layout.top:
            if (
                isinstance(statement, ast.ImportFrom)
                and statement.module == module
                and not statement.level
                and local == name
                and any(a.name != "*" and not a.asname for a in statement.names)
                and not file.layout.shares_line(statement)
            ):
                file.imports.change(statement).add[name] = code
                del rest[module, name, local]
                break
    return rest


def _edit(file: File, statement: Import, change: Change) -> Iterator[RawEdit]:
    text = file.text
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
    elif isinstance(statement, ast.Import):
        kept = [a for i, a in enumerate(statement.names) if i not in remove]
        names = ", ".join(a.name + (f" as {a.asname}" if a.asname else "") for a in kept)
        edited = f"import {names}"
    else:
        source = text.content[start:end].decode().replace("\r\n", "\n")
        rest = edit_names(source, remove, sorted(change.add), file.layout.limit, indent, "\n")
        assert rest is not None
        edited = rest
    if file.layout.shares_line(statement):
        between = "; " if len(remove) == len(statement.names) else f"\n{indent}"
        yield (start, end, between.join([edited, *extra]), code)
        return
    if remove or change.add:
        yield (start, end, edited, code)
    # The comment behind the statement stays there.
    at = text.next_line(end)
    open_end = not text.content[:at].endswith((b"\n", b"\r"))
    for line in extra:
        yield (at, at, f"\n{indent}{line}" if open_end else f"{indent}{line}\n", code)


def _delete(
    file: File, statement: Import, emptied: Collection[ast.stmt], taken: set[int]
) -> RawEdit:
    text = file.text
    code = next(iter(file.imports.changes[statement].remove.values()))
    start, end = text.start(statement), text.end(statement)
    block = file.layout.block(statement)
    gone = [s for s in block if s in emptied]
    beside = next(iter(block[block.index(statement) + 1 :]), None)
    if beside is not None and beside not in gone and beside.lineno == statement.end_lineno:
        # `from django.contrib.auth.models import User; import sys`
        return (start, text.start(beside), "", code)
    fed = block[-1] in file.imports.lines_below or any(
        block is joined.body for joined in file.imports.joined
    )
    if file.layout.shares_line(statement) or (
        len(gone) == len(block) and statement is block[0] and not fed
    ):
        return (start, end, "pass", code)
    start, end = text.line_start(start), text.next_line(end)
    above = text.content[:start].splitlines()[-1:]
    blank_above = not above or not above[0].strip()
    following = text.content[end : text.line_end(end)]
    below = any(text.next_line(text.end(last)) == end for last in file.imports.lines_below)
    if above and blank_above and below and not taken.intersection(range(start, end)):
        # What is inserted below brings its own blank line.
        start = text.line_start(start - 1)
    lonely = blank_above and not taken.intersection(range(start, end + 1))
    if lonely and end < len(text.content) and not following.strip():
        end = text.next_line(end)
    return (start, end, "", code)


def _insert_below(file: File, last: ast.stmt, lines: list[tuple[str, str]]) -> RawEdit:
    text = file.text
    indent = text.indentation(last)
    code = lines[0][1]
    body = "\n".join(
        indent + line if line else line for block, _ in lines for line in block.split("\n")
    )
    at = text.next_line(text.end(last))
    head = "" if text.content[:at].endswith((b"\n", b"\r")) else "\n"
    following = text.content[at : text.line_end(at)].strip()
    at_top = file.parent(last) is file.analysis.tree
    if at_top or (at < len(text.content) and not following):
        # A block that leaves a line free below its imports goes on doing so.
        head += "\n"
    tail = "\n"
    if at_top and following:
        tail += "\n"
    if at >= len(text.content) and head.startswith("\n\n"):
        tail = ""
    return (at, at, head + body + tail, code)


def _insert_new(
    file: File, new: dict[Name, str], emptied: Collection[ast.stmt]
) -> Iterator[RawEdit]:
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    for (module, name, local), code in new.items():
        grouped.setdefault(module, []).append((name, local, code))
    last = (-1, 0, "")
    for section, module in sorted((section_of(file, m), m) for m in grouped):
        names = grouped[module]
        parts = [n if n == local else f"{n} as {local}" for n, local, _ in sorted(names)]
        at, before, after = place(file, module, names[0][0], emptied)
        if last[0] == at:
            before = "" if last[1] == section or last[2] else "\n"
        last = (at, section, after)
        yield (at, at, f"{before}from {module} import {', '.join(parts)}\n{after}", names[0][2])
