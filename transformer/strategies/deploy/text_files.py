"""The calls in files that are not Python, the rule that each file falls under, and its edits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from transformer.codemod.matches import Match
from transformer.codemod.rules import Rule
from transformer.formats.commands import Programs, commands, programs_of
from transformer.formats.kinds import Kind, kind_of
from transformer.options import Options
from transformer.strategies.deploy import (
    containers,
    dockerfiles,
    lines,
    makefiles,
    pipelines,
    platforms,
    playbooks,
    shell_scripts,
    unplaced,
)
from transformer.strategies.deploy.calls import ADOPT, KINDS, Call, calls, is_said
from transformer.strategies.deploy.unserved import match, unserved

_BY_NAME: dict[str, Rule] = {
    r".*\.(sh|bash|zsh|ksh|dash)": shell_scripts.rule,
    r"(.*\.)?(dockerfile|containerfile)([.-].*)?|.*\.docker": dockerfiles.rule,
    r"(gnu)?makefile([.-].*)?|.*\.mk|\.?justfile|.*\.just": makefiles.rule,
    r"procfile([.-].*)?": platforms.rule,
    r"tox\.ini|setup\.cfg|.*\.service": lines.rule,
}
_DATA = re.compile(r"(?i).*\.(json|ya?ml|config)(\.(j2|jinja2?|tpl|tmpl|template|dist|example))?")
# Ansible's files alone are lists at the top.
_PLAYBOOK = re.compile(rb"(?:---[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)*-[ \t]")
_CONTAINERS = re.compile(rb"\b(?:services|containers|initContainers|containerDefinitions)[\"']?:")
_COMMAND = re.compile(rb"\b(?:command|entrypoint|args)[\"']?:")
_STEPS = re.compile(rb"(?m)^[ \t-]*(?:jobs|steps|stages|script|before_script):")


def rule_of(path: str, view: bytes) -> Rule:
    """The rule that speaks of the calls in a file."""
    name = PurePosixPath(path).name
    for pattern, rule in _BY_NAME.items():
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return rule
    if _DATA.fullmatch(name):
        if _PLAYBOOK.match(view):
            return playbooks.rule
        contains = _CONTAINERS.search(view) and _COMMAND.search(view) and not _STEPS.search(view)
        return containers.rule if contains else pipelines.rule
    script = kind_of(path, view) is Kind.SHELL and view.startswith(b"#!")
    return shell_scripts.rule if script else unplaced.rule


# What starts Django is spelled with one of these, or is a name of the project's own.
_DJANGO = re.compile(rb"(?i)manage|django")
_COMMENT = re.compile(
    rb"[ \t]*(?:#|//|/?\*(?![ \t\d/,*-]*\*)|--|;|rem\b|::|<!--|\{#)|[^\n]*[ \t]//[ \t]",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rb"(?i)(?:^|[\s({;|&])(?:echo|print\w*|log\w*|message|msg|info|warn\w*|\w*name|description|"
    rb"help|title)\b[^\n]*\Z"
)
# Signs before a command that make, systemd and supervisord understand; not those of a list, and not
# the option that begins the next line of a command.
_SIGNS = re.compile(
    rb"(?<!\\\n)(?<!\\\r\n)^[ \t]*(?:(?:Exec\w+|\w*commands?)=)?[-@+:!|]*(?=[^\s-])",
    re.MULTILINE,
)
# A list of words over several lines, and one that is parted into a command and its arguments.
_JOINED = re.compile(
    rb"""
    (?<=,) [ \t\r]*\n (?= [ \t]* ["'][^"'\n]*["'] ,? [ \t\r]* (?: $ | \] ) )
    | \n [ \t]* - (?= [ \t]+ ["']? [^\s"']*[^\s"':] ["']? [ \t\r]* $ )
    | (?: (?<=manage\.py) | (?<=django-admin) ) (?P<quote>["']?) [ \t]* \]? [ \t\r]*\n
      [ \t]* (?:args|command):[ \t]* \[?
    """,
    re.MULTILINE | re.VERBOSE,
)
# Calls whose words no command line holds, and what adopts before them: Ansible's own module, and a
# container whose arguments stand before the program, since its keys are sorted.
_PARTED = {
    playbooks.rule: (
        re.compile(
            rb"\bdjango_manage:(?:[^\n]*\bcommand=|"
            rb"[ \t]*(?:\r?\n[ \t]+(?!-[ \t])[^\n]*)*?\n[ \t]+command:)"
            rb"[ \t]*[\"']?(?P<name>migrate|adopt_users)\b(?![^\n]*--(?:check|plan)\b)"
        ),
        ADOPT,
    ),
    containers.rule: (
        re.compile(
            rb"\bargs:[ \t]*(?:\[|\r?\n[ \t]*-)[ \t]*[\"']?(?P<name>migrate|adopt_users)\b[^\n]*\n"
            rb"(?:[ \t]*-[^\n]*\n)*[ \t]*command:[^\n]*(?:\n[ \t]*-[^\n]*)*?"
            rb"\b(?:manage\.py|django-admin)\b"
        ),
        b"python manage.py " + ADOPT,
    ),
}


def calls_in(path: str, view: bytes, names: frozenset[str]) -> list[Call]:
    """Every call in a file; ``names`` start Django beside ``manage.py``."""
    if not _DJANGO.search(view) and not any(name.encode() in view for name in names):
        return []
    rule, programs = rule_of(path, view), programs_of(view, names)
    script, bodies = _without_bodies(view)
    found: list[Call] = []
    if rule in _PARTED:
        pattern, adopt = _PARTED[rule]
        for each in pattern.finditer(view):
            start, end = each.span("name")
            found.append(Call(KINDS[each["name"].decode()], adopt, start, start, end))
    for start, body in bodies:
        found += (replace(c, within=start - 1) for c in _in_lines(body, start, programs))
    if rule is shell_scripts.rule:
        return [*found, *calls(script, 0, programs)]
    for call in _in_lines(_JOINED.sub(_blank, _SIGNS.sub(_blank, script)), 0, programs):
        before = view[max(0, call.at - 400) : call.at].rpartition(b"\n")[2]
        guessed = rule is unplaced.rule and (not call.sure or _SAYS.search(before))
        if not guessed and not _COMMENT.match(before):
            found.append(call)
    return found


def _blank(found: re.Match[bytes]) -> bytes:
    return (found.groupdict().get("quote") or b"").ljust(len(found[0]))


_HEREDOC = re.compile(
    rb"^(?P<head>[^\n]*)(?<!<)<<-?[ \t]*(?P<quote>[\"']?)(?P<tag>\w+)(?P=quote)(?P<rest>[^\n]*)\n",
    re.MULTILINE,
)
_LONE_WORD = re.compile(rb"^[ \t]*(\w+)[ \t]*\r?$", re.MULTILINE)


def _without_bodies(view: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """The file without its here documents, and those of them that are not only printed."""
    ends: dict[bytes, list[int]] = defaultdict(list)
    for word in _LONE_WORD.finditer(view) if b"<<" in view else ():
        ends[word[1]].append(word.start())
    script, bodies, start = bytearray(view), [], 0
    while ends and (found := _HEREDOC.search(view, start)):
        start = found.end()
        stops = ends[found["tag"]]
        at = bisect_left(stops, start)
        stop = stops[at] if at < len(stops) else start
        body = view[start:stop]
        script[start:stop] = re.sub(rb"[^\n]", b" ", body)
        readers = [c for c in commands(found["head"]) if c.outer is None][-1:]
        to_file = re.search(rb">(?!&)", found["head"] + found["rest"])
        if to_file or not any(is_said(reader, len(reader.words)) for reader in readers):
            bodies.append((start, body))
        start = stop
    return bytes(script), bodies


_NEEDLE = re.compile(rb"migrat|adopt_users")
_LINE_END = re.compile(rb"(?<!\\)(?<!\\\r)\n")
# A line can be a whole file.
_NEAR = 4000


def _in_lines(text: bytes, base: int, programs: Programs) -> Iterator[Call]:
    """The calls in the lines of a text, each with the lines that a backslash joins to it."""
    end = 0
    for found in _NEEDLE.finditer(text):
        if found.start() < end:
            continue
        start = text.rfind(b"\n", 0, found.start()) + 1
        while text[max(0, start - 3) : start].rstrip(b"\r\n").endswith(b"\\"):
            start = text.rfind(b"\n", 0, start - 1) + 1
        last = _LINE_END.search(text, found.end())
        end = min(last.end() if last else len(text), found.end() + _NEAR)
        start = max(start, found.start() - _NEAR)
        yield from calls(text[start:end], base + start, programs)


def examine(path: str, view: bytes, names: frozenset[str], options: Options) -> list[Match]:
    """Every place in one text file where a database would be migrated before it has adopted."""
    rule, waiting = rule_of(path, view), unserved(view, calls_in(path, view, names))
    return [match(call, rule, options, _edit(view, rule, call)) for call in waiting]


# What stands on the line before a call that gets a line of its own above.
_HEADS = {
    shell_scripts.rule: re.compile(rb"[ \t]*"),
    makefiles.rule: re.compile(rb"[ \t]+[@+-]*[ \t]*"),
}
_PROCESS = re.compile(rb"[ \t]*[\w.-]+:[ \t]*")
_CONTINUES = re.compile(rb"(?:\\|&&|\|)[ \t\r]*\n\Z")
_REST = re.compile(rb"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")


def _edit(view: bytes, rule: Rule, call: Call) -> tuple[int, bytes] | None:
    """A line above a call that is a line, `&&` before one that begins a process; else None."""
    line = view.rfind(b"\n", 0, call.start) + 1
    head, rest = view[line : call.start], _REST.match(view, call.end)
    if not call.plain or _CONTINUES.search(view[max(0, line - 80) : line]):
        return None
    if rule is platforms.rule and _PROCESS.fullmatch(head):
        return call.start, call.adopt + b" && "
    if rest and rule in _HEADS and _HEADS[rule].fullmatch(head):
        return line, head + call.adopt + (b"\r\n" if rest[0].endswith(b"\r\n") else b"\n")
    return None
