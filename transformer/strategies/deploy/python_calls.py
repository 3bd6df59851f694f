"""The calls of Django's command line in Python code, each with `adopt_users` before it.

`call_command` is repeated with its database, the words of a process with those that the command
takes, and in a string that a shell reads the shell's own rules hold.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from transformer.strategies.deploy.calls import Programs, Subcommand, Word, invocation
from transformer.strategies.deploy.shell import Block, Call, calls
from transformer.strategies.deploy.snippets import snippet

_SHELL_ATTRIBUTES = frozenset({"run", "sudo", "local", "system", "popen", "getoutput"})
_SUBPROCESS = frozenset({"run", "call", "check_call", "check_output", "Popen"})
_OTHERS = frozenset({"exec_command", "exec_run", "execute", "shell", "run_command"})
_LOOKS = frozenset({"plan", "check_unapplied", "check"})


@dataclass(frozen=True)
class Source:
    content: bytes
    lines: tuple[int, ...]
    programs: Programs

    def span(self, node: ast.stmt | ast.expr | ast.keyword) -> tuple[int, int]:
        """The bytes of a node; ``ast`` counts columns in UTF-8."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self.lines[node.lineno - 1] + node.col_offset
        return start, self.lines[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: ast.expr | ast.stmt) -> bytes:
        start, end = self.span(node)
        return self.content[start:end]


def calls_of(node: ast.Call, statement: ast.stmt, source: Source, block: Block) -> Iterator[Call]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    if name == "call_command":
        yield from _call_command(node, statement, source, block)
        return
    first = node.args[0] if node.args else None
    if isinstance(first, ast.List | ast.Tuple):
        yield from _words(node, first.elts, statement, source, block)
    elif isinstance(first, ast.JoinedStr) or _is_text(first):
        if len(node.args) > 2:
            yield from _words(node, node.args, statement, source, block)
        elif name in _SHELL_ATTRIBUTES | _SUBPROCESS and first is not None:
            yield from _shell(node, name, first, source, block)
    elif first is not None and name in _SHELL_ATTRIBUTES | _SUBPROCESS | _OTHERS:
        yield from _inside(first, source, block)


def _call_command(
    node: ast.Call, statement: ast.stmt, source: Source, block: Block
) -> Iterator[Call]:
    first = node.args[0] if node.args else None
    kinds = {kind.value: kind for kind in Subcommand if kind is not Subcommand.HARMLESS}
    if not isinstance(first, ast.Constant) or first.value not in kinds:
        return
    kind = kinds[first.value]
    looks = any(keyword.arg in _LOOKS for keyword in node.keywords) or any(
        isinstance(a, ast.Constant) and a.value in ("--plan", "--check") for a in node.args
    )
    parts = [source.text(node.func) + b'("adopt_users"']
    taking = False
    for argument in node.args[1:]:
        value = argument.value if isinstance(argument, ast.Constant) else ""
        if taking or str(value).startswith(("--database", "--settings")):
            parts.append(source.text(argument))
            taking = not taking and value in ("--database", "--settings")
    for keyword in node.keywords:
        if keyword.arg == "database":
            given = source.text(keyword.value)
            listed = isinstance(keyword.value, ast.List | ast.Tuple)
            parts.append(b"database=" + (given if listed else b"[" + given + b"]"))
        elif keyword.arg in ("settings", "skip_checks"):
            parts.append(keyword.arg.encode() + b"=" + source.text(keyword.value))
    adopt = b", ".join(parts) + b")"
    starred = any(k.arg is None for k in node.keywords)
    starred = starred or any(isinstance(a, ast.Starred) for a in node.args)
    found = Subcommand.HARMLESS if looks else kind
    yield _before(found, adopt, first, node, statement, source, block, certain=not starred)


def _words(
    node: ast.Call,
    parts: list[ast.expr],
    statement: ast.stmt,
    source: Source,
    block: Block,
) -> Iterator[Call]:
    words = [Word(*source.span(part), _value(part)) for part in parts]
    found = invocation(words, source.programs)
    if found is None:
        return
    subcommand = next(p for p, w in zip(parts, words, strict=True) if w is found.subcommand)
    start, _ = source.span(node)
    stop, end = source.span(parts[-1])[1], source.span(node)[1]
    quote = source.content[found.subcommand.start : found.subcommand.start + 1]
    quote = quote if quote in {b"'", b'"'} else b'"'
    kept = [source.content[w.start : w.end] for w in found.kept]
    adopt = source.content[start : found.subcommand.start]
    adopt += b", ".join([quote + b"adopt_users" + quote, *kept]) + source.content[stop:end]
    starred = any(isinstance(part, ast.Starred) for part in parts)
    certain = found.certain and not starred
    yield _before(found.kind, adopt, subcommand, node, statement, source, block, certain=certain)


def _before(
    kind: Subcommand,
    adopt: bytes,
    subcommand: ast.expr,
    node: ast.Call,
    statement: ast.stmt,
    source: Source,
    block: Block,
    *,
    certain: bool,
) -> Call:
    """The call with its statement, changed, before it; only where that is nothing but the call."""
    start, end = source.span(statement)
    at = source.span(subcommand)[0]
    if not (certain and isinstance(statement, ast.Expr) and statement.value is node):
        return Call(kind, adopt, at, at, at, None, block)
    head = source.content[source.content.rfind(b"\n", 0, start) + 1 : start]
    separator = b"; " if head.strip() else _newline(source.content) + head
    return Call(kind, adopt, at, start, end, adopt + separator + source.content[start:end], block)


def _newline(content: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in content else b"\n"


def _shell(
    node: ast.Call, name: str, text: ast.expr, source: Source, block: Block
) -> Iterator[Call]:
    """A string with a command line, if its bytes are those of its value."""
    start, end = source.span(text)
    raw = source.content[start:end]
    literal = raw.lstrip(b"fFuU")
    quote = literal[:1]
    plain = (
        quote in {b'"', b"'"}
        and literal[:3] != quote * 3
        and literal.count(quote) == 2
        and b"\\" not in literal
    )
    if not plain:
        return
    inside = start + len(raw) - len(literal) + 1
    code = source.content[inside : end - 1]
    if isinstance(text, ast.JoinedStr):
        for part in reversed(text.values):
            if isinstance(part, ast.FormattedValue):
                begin, stop = _braces(code, source.span(part.value)[0] - inside)
                code = code[:begin] + b"x" * (stop - begin) + code[stop:]
    of_subprocess = name in _SUBPROCESS and _is_subprocess(node)
    shell = not of_subprocess or _asks_for_shell(node)
    scope = source.text(node.func)
    for call in calls(snippet(source.content, inside, end - 1, code), source.programs, block):
        placed = call if shell else replace(call, replacement=None)
        yield replace(placed, scope=scope + call.scope)


def _inside(node: ast.expr, source: Source, block: Block) -> Iterator[Call]:
    """A command line that is put together: ``"… migrate %s" % x``, ``"… migrate".split()``."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            text = part.value.encode()
            at = source.span(part)[0]
            for call in calls(snippet(text, 0, len(text)), source.programs):
                if call.replacement is not None:
                    yield replace(
                        call, at=at, start=at, end=at, replacement=None, block=(*block, at)
                    )


def _braces(code: bytes, inside: int) -> tuple[int, int]:
    """The braces around the expression of an f-string."""
    start = code.rfind(b"{", 0, inside + 1)
    depth = 0
    for at in range(start, len(code)):
        depth += (code[at] == ord("{")) - (code[at] == ord("}"))
        if depth == 0:
            return start, at + 1
    return start, len(code)


def _is_subprocess(node: ast.Call) -> bool:
    """Whether the function is one of :mod:`subprocess`, as far as its own text says."""
    if isinstance(node.func, ast.Attribute):
        return isinstance(node.func.value, ast.Name) and node.func.value.id in {"subprocess", "sp"}
    return isinstance(node.func, ast.Name) and node.func.id in _SUBPROCESS - {"run"}


def _asks_for_shell(node: ast.Call) -> bool:
    return any(
        k.arg == "shell" and isinstance(k.value, ast.Constant) and k.value.value is True
        for k in node.keywords
    )


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _value(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Attribute) and node.attr == "executable":
        return "python"
    if isinstance(node, ast.JoinedStr | ast.Call | ast.BinOp):
        strings = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
        last = str(strings[-1]) if strings else ""
        # `BASE_DIR / "manage.py"`, `str(ROOT / "manage.py")`, `f"{venv}/bin/python"`.
        return last if "/" in last or last == "manage.py" else "$x"
    return "$x"
