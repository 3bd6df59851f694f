"""The calls in Python: `call_command`, lists of words, and strings that a shell may read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from transformer.formats.commands import Programs, Word, invocations
from transformer.formats.python.syntax import parse
from transformer.formats.python.text import Text
from transformer.strategies.deploy.calls import (
    ADOPT,
    KINDS,
    Call,
    Subcommand,
    calls,
    is_harmless,
    kept,
)

# What gives a string to a shell, or starts a process.
_RUN_WORDS = (
    "run sudo local system popen getoutput call check_call check_output Popen exec_command "
    "exec_run execute shell run_command"
)
_RUN = frozenset(_RUN_WORDS.split())
_LOOKS = frozenset({"plan", "check_unapplied", "check"})
_TAKEN = ("--database", "--settings")


def calls_in(content: bytes, names: frozenset[str]) -> list[Call]:
    """Every call in a Python file, which is UTF-8 without a mark; none where it does not parse."""
    try:
        content.decode()
        module, text = parse(content).tree, Text(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    nodes = (node for node in ast.walk(module) if isinstance(node, ast.Call))
    found = (call for node in nodes for call in _calls(node, text, Programs(names)))
    return list({call.at: call for call in found}.values())


def _calls(node: ast.Call, text: Text, programs: Programs) -> Iterator[Call]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    first = node.args[0] if node.args else None
    if name == "call_command" and isinstance(first, ast.Constant) and first.value in KINDS:
        yield from _call_command(node, KINDS[first.value], text)
        return
    many = node.args if len(node.args) > 2 else []
    parts = first.elts if isinstance(first, ast.List | ast.Tuple) else many
    words = [Word(text.start(p), text.end(p), text.segment(p).encode(), _value(p)) for p in parts]
    found = next((i for i in invocations(words, programs) if i.name in KINDS), None)
    if found and not is_harmless(found):
        subcommand = words[found.subcommand]
        quote = subcommand.raw[:1]
        adopt = [quote + ADOPT + quote, *(word.raw for word in kept(found))]
        yield _call(
            KINDS[found.name], node, (subcommand.start, words[-1].end), b", ".join(adopt), text
        )
    elif first is not None and name in _RUN:
        for call in calls(text.segment(first).encode(), text.start(first), programs):
            # Only a whole string can be given again: `"… %s" % name` would lack its place.
            if call.frame and isinstance(first, ast.Constant | ast.JoinedStr):
                yield replace(_call(call.kind, node, call.frame, call.adopt, text), at=call.at)
            else:
                yield call


def _call_command(node: ast.Call, kind: Subcommand, text: Text) -> Iterator[Call]:
    strings = [getattr(argument, "value", "") for argument in node.args]
    if any(keyword.arg in _LOOKS for keyword in node.keywords) or any(
        option in strings for option in ("--plan", "--check")
    ):
        return
    parts = [b'"adopt_users"']
    taking = False
    for argument, value in list(zip(node.args, strings, strict=True))[1:]:
        if taking or str(value).startswith(_TAKEN):
            parts.append(text.segment(argument).encode())
            taking = not taking and value in _TAKEN
    for keyword in node.keywords:
        given = text.segment(keyword.value)
        if keyword.arg == "database" and not isinstance(keyword.value, ast.List | ast.Tuple):
            given = f"[{given}]"
        if keyword.arg in ("database", "settings", "skip_checks"):
            parts.append(f"{keyword.arg}={given}".encode())
    start = text.start(node.args[0])
    last = max(text.end(each) for each in (*node.args, *(k.value for k in node.keywords)))
    yield _call(kind, node, (start, last), b", ".join(parts), text)


def _call(kind: Subcommand, node: ast.Call, place: tuple[int, int], new: bytes, text: Text) -> Call:
    """The call as it stands in the file, with ``new`` at the place."""
    start, end = text.start(node), text.end(node)
    adopt = text.content[start : place[0]] + new + text.content[place[1] : end]
    return Call(kind, re.sub(rb"\s*\n\s*", b" ", adopt), place[0], start, end)


def _value(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr | ast.Call | ast.BinOp):
        strings = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
        last = str(strings[-1]) if strings else ""
        # `BASE_DIR / "manage.py"`, `str(ROOT / "manage.py")`, `f"{venv}/bin/python"`.
        return last if "/" in last or last == "manage.py" else "$x"
    return "$x"
