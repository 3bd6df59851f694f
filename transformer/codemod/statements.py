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
        _add(names, name)
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


def _add(names: list[cst.ImportAlias], name: str) -> None:
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
    if not names:
        names.append(new)
    elif index < len(names):
        model = names[index] if index < len(names) - 1 else names[index - 1]
        comma = model.comma
        if isinstance(comma, cst.MaybeSentinel) or len(names) == 1:
            comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        names.insert(index, new.with_changes(comma=_without_comment(comma)))
    else:
        last = names[-1]
        between = names[-2].comma if len(names) > 1 else None
        if between is None or isinstance(between, cst.MaybeSentinel):
            between = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        closing = last.comma
        if isinstance(closing, cst.MaybeSentinel):
            names[-1] = last.with_changes(comma=_without_comment(between))
            names.append(new)
        else:
            names[-1] = last.with_changes(comma=_spaced_like(closing, between))
            names.append(new.with_changes(comma=_without_comment(closing)))


def _without_comment(comma: cst.Comma) -> cst.Comma:
    import libcst as cst

    space = comma.whitespace_after
    if isinstance(space, cst.ParenthesizedWhitespace):
        first = space.first_line.with_changes(comment=None, whitespace=cst.SimpleWhitespace(""))
        space = space.with_changes(first_line=first, empty_lines=[])
    return comma.with_changes(whitespace_after=space)


def _spaced_like(comma: cst.Comma, between: cst.Comma) -> cst.Comma:
    """``comma`` with its comment, and the line break that ``between`` puts between names."""
    import libcst as cst

    kept, wanted = comma.whitespace_after, between.whitespace_after
    if isinstance(kept, cst.ParenthesizedWhitespace) and isinstance(
        wanted, cst.ParenthesizedWhitespace
    ):
        return comma.with_changes(
            whitespace_after=wanted.with_changes(first_line=kept.first_line, empty_lines=[])
        )
    return _without_comment(between)


def _plain(text: str) -> tuple[int, str]:
    return (0, text)


def _lower(text: str) -> tuple[int, str]:
    return (0, text.lower())


def _by_case(text: str) -> tuple[int, str]:
    """isort's order: CONSTANTS, Classes, functions."""
    kind = 0 if text.isupper() and len(text) > 1 else 1 if text[:1].isupper() else 2
    return (kind, text)
