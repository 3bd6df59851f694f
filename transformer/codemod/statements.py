"""Edits of one import statement with LibCST, which keeps its comments and its layout.

LibCST's own import helpers lose comments and ``noqa``; here every comment stays with its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst


@dataclass
class Work:
    """How many statements were given to LibCST: the tests count it."""

    statements: int = 0


WORK = Work()


def edit_names(
    source: str, remove: set[int], add: Sequence[str], limit: int, indent: str, newline: str
) -> str | None:
    """The ``from … import …`` statement ``source`` without the names at the positions ``remove``.

    The names of ``add`` come in where the order of the others puts them. None where no name is
    left. ``limit`` is the longest line the file has room for, ``indent`` what stands before the
    statement. Raises ValueError where LibCST does not give the statement back as it was.
    """
    import libcst as cst

    WORK.statements += 1
    statement = cst.parse_statement(source)
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        raise ValueError("not one statement")
    node = statement.body[0]
    if not isinstance(node, cst.ImportFrom) or isinstance(node.names, cst.ImportStar):
        raise ValueError("not an import of names")
    if cst.Module([]).code_for_node(node) != source:
        raise ValueError("the statement does not round-trip")
    names = list(node.names)
    for index in sorted(remove, reverse=True):
        _remove(names, index)
    for name in add:
        _add(names, name, node.lpar)
    if not names:
        return None
    edited = cst.Module([]).code_for_node(node.with_changes(names=names))
    longest = max(len(line) for line in (indent + edited).splitlines())
    if add and longest > limit and "\n" not in source and "\r" not in source and not node.lpar:
        head = cst.Module([]).code_for_node(node.with_changes(names=names[:1]))
        head = head[: head.index("import") + len("import")]
        module = cst.Module([])
        parts = [
            module.code_for_node(n.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for n in names
        ]
        body = "".join(f"{indent}    {part.strip()},{newline}" for part in parts)
        return f"{head} ({newline}{body}{indent})"
    return edited


def _remove(names: list[cst.ImportAlias], index: int) -> None:
    """Drop one name; what follows the last comma stays what follows the last name."""
    gone = names.pop(index)
    if names and index == len(names):
        names[-1] = names[-1].with_changes(comma=_closing(names[-1], gone))


def _closing(last: cst.ImportAlias, gone: cst.ImportAlias) -> object:
    import libcst as cst

    if isinstance(gone.comma, cst.MaybeSentinel) or isinstance(last.comma, cst.MaybeSentinel):
        return gone.comma
    kept, end = last.comma.whitespace_after, gone.comma.whitespace_after
    if isinstance(kept, cst.ParenthesizedWhitespace) and isinstance(
        end, cst.ParenthesizedWhitespace
    ):
        space = end.with_changes(first_line=kept.first_line, empty_lines=kept.empty_lines)
        return last.comma.with_changes(whitespace_after=space)
    return gone.comma


def _add(names: list[cst.ImportAlias], name: str, opening: cst.LeftParen | None) -> None:
    """Insert a name in the order of the others, or at the end where they have none."""
    import libcst as cst

    new = cst.ImportAlias(name=cst.Name(name))
    texts = [alias.evaluated_name for alias in names]
    if name in texts:
        return
    index = len(names)
    for key in (_by_case, _plain, _lower):
        if texts == sorted(texts, key=key):
            index = next((i for i, text in enumerate(texts) if key(text) > key(name)), index)
            break
    between = _between(names, opening)
    if index < len(names):
        names.insert(index, new.with_changes(comma=between))
        return
    if names:
        last = names[-1]
        if isinstance(last.comma, cst.MaybeSentinel):
            names[-1] = last.with_changes(comma=between)
        else:
            names[-1] = last.with_changes(comma=_spaced_like(last.comma, between, opening))
            new = new.with_changes(comma=_without_comment(last.comma))
    names.append(new)


def _between(names: list[cst.ImportAlias], opening: cst.LeftParen | None) -> cst.Comma:
    """The comma that stands between two names of the statement, without a comment."""
    import libcst as cst

    for alias in names[:-1]:
        if isinstance(alias.comma, cst.Comma):
            return _without_comment(alias.comma)
    space = opening.whitespace_after if opening else None
    if isinstance(space, cst.ParenthesizedWhitespace):
        return _without_comment(cst.Comma(whitespace_after=space))
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def _without_comment(comma: cst.Comma) -> cst.Comma:
    import libcst as cst

    space = comma.whitespace_after
    if isinstance(space, cst.ParenthesizedWhitespace):
        first = space.first_line.with_changes(comment=None, whitespace=cst.SimpleWhitespace(""))
        space = space.with_changes(first_line=first, empty_lines=[])
    return comma.with_changes(whitespace_after=space)


def _spaced_like(comma: cst.Comma, between: cst.Comma, opening: cst.LeftParen | None) -> cst.Comma:
    """``comma`` with its comment, and the space that ``between`` puts between names."""
    import libcst as cst

    kept, wanted = comma.whitespace_after, between.whitespace_after
    if not isinstance(kept, cst.ParenthesizedWhitespace):
        return between
    if not isinstance(wanted, cst.ParenthesizedWhitespace):
        if not kept.first_line.comment and not kept.empty_lines:
            return between
        # Names share a line here, but a comment ends this one.
        first = opening.whitespace_after if opening else None
        wanted = first if isinstance(first, cst.ParenthesizedWhitespace) else kept
    space = wanted.with_changes(first_line=kept.first_line, empty_lines=kept.empty_lines)
    return comma.with_changes(whitespace_after=space)


def _plain(text: str) -> tuple[int, str]:
    return (0, text)


def _lower(text: str) -> tuple[int, str]:
    return (0, text.lower())


def _by_case(text: str) -> tuple[int, str]:
    """isort's order: CONSTANTS, Classes, functions."""
    kind = 0 if text.isupper() and len(text) > 1 else 1 if text[:1].isupper() else 2
    return (kind, text)
