"""The files that run commands, by who runs them; their places are the calls of `migrate`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath

from transformer.codemod.rules import Rule, Safe
from transformer.codemod.text_file import TextFile
from transformer.contents import View
from transformer.formats.commands import Programs, commands, programs_of
from transformer.formats.kinds import Kind, kind_of
from transformer.options import Options
from transformer.strategies.deploy import python_calls
from transformer.strategies.deploy.calls import ADOPT, KINDS, Call, Subcommand, calls, is_said
from transformer.strategies.deploy.unserved import unserved


class Script(TextFile):
    """``facts`` are the names that start Django beside ``manage.py``."""

    facts: frozenset[str]
    # Calls whose words no command line holds, and what adopts before them.
    parted: tuple[re.Pattern[bytes], bytes] | None = None

    @cached_property
    def calls(self) -> list[Call]:
        """Every call in the file."""
        view, names = self.content, self.facts
        if not _DJANGO.search(view) and not any(name.encode() in view for name in names):
            return []
        programs = programs_of(view, names)
        script, bodies = _without_bodies(view)
        found: list[Call] = []
        if self.parted:
            pattern, adopt = self.parted
            for each in pattern.finditer(view):
                start, end = each.span("name")
                found.append(Call(KINDS[each["name"].decode()], adopt, start, start, end))
        for start, body in bodies:
            found += (replace(c, within=start - 1) for c in _in_lines(body, start, programs))
        return [*found, *self.calls_of(script, programs)]

    def calls_of(self, script: bytes, programs: Programs) -> Iterator[Call]:
        """The calls outside of here documents."""
        for call in _in_lines(_JOINED.sub(_blank, _SIGNS.sub(_blank, script)), 0, programs):
            before = self.view[max(0, call.at - 400) : call.at].rpartition(b"\n")[2]
            if not self.is_guess(call, before) and not _COMMENT.match(before):
                yield call

    def is_guess(self, call: Call, before: bytes) -> bool:
        """Whether a call that stands behind ``before`` on its line may be something else."""
        return False

    @cached_property
    def unserved(self) -> list[Call]:
        """The calls before which nothing lets their database adopt."""
        return list(unserved(self.content, self.calls))

    def tell(self, rule: Rule, call: Call, edit: tuple[int, str] | None = None) -> None:
        """Report the command to run before a call; with --deploy, ``edit`` puts it there.

        That is a place and what goes there, where it is known to be right.
        """
        command = call.adopt.decode("utf-8", "replace")
        message = (
            f"A database that has not adopted {self.options.app}.User refuses this "
            f"`{call.kind.value}`."
        )
        remedy = f"Run `{command}` before it."
        if call.kind is Subcommand.TENANTS:
            message = f"`{call.kind.value}` migrates many schemas, and each must adopt on its own."
            command = ADOPT.decode()
            remedy = (
                f"Run `{command}` in every schema before it (`all_tenants_command {command}` of "
                "django-tenants), or choose --strategy bridge: it needs no step."
            )
        elif edit and self.options.deploy:
            at, text = edit
            self.report(rule, at, at, message, edit=Safe(text))
            return
        elif edit:
            remedy = f"Put `{command}` before it, or run usershift with --deploy."
        self.report(rule, call.at, call.at, message, remedy)

    def line_above(self, call: Call, head: re.Pattern[bytes]) -> tuple[int, str] | None:
        """The command as a line above a call that is a line, behind ``head``; else None."""
        line, before = self._before(call)
        rest = _REST.match(self.view, call.end)
        if not (rest and head.fullmatch(before) and self._begins(call, line)):
            return None
        newline = b"\r\n" if rest[0].endswith(b"\r\n") else b"\n"
        return line, _text(before + call.adopt + newline)

    def in_front(self, call: Call, head: re.Pattern[bytes]) -> tuple[int, str] | None:
        """The command and `&&` in front of a call that begins a line behind ``head``; else None."""
        line, before = self._before(call)
        if not (head.fullmatch(before) and self._begins(call, line)):
            return None
        return call.start, _text(call.adopt + b" && ")

    def _before(self, call: Call) -> tuple[int, bytes]:
        """Where the line of a call begins, and what stands before the call on it."""
        line = self.view.rfind(b"\n", 0, call.start) + 1
        return line, self.view[line : call.start]

    def _begins(self, call: Call, line: int) -> bool:
        """Whether a shell runs the call as it stands, on a line that continues no other."""
        return call.plain and not _CONTINUES.search(self.view[max(0, line - 80) : line])


def _text(command: bytes) -> str:
    """What UTF-8 does not hold cannot be written: the edit is refused then."""
    return command.decode("utf-8", "surrogateescape")


class ShellScript(Script):
    """One that a shell reads as a whole."""

    def calls_of(self, script: bytes, programs: Programs) -> Iterator[Call]:
        return calls(script, 0, programs)


class Dockerfile(Script):
    """Also a Containerfile."""


class Makefile(Script):
    """Also a justfile."""


class Procfile(Script):
    """Its lines are a name and a command."""


class CommandLines(Script):
    """One command a line, which no shell reads: tox, systemd."""


class Containers(Script):
    """Services and containers, each with its command."""

    # Its keys are sorted: the arguments stand before the program.
    parted = (
        re.compile(
            rb"\bargs:[ \t]*(?:\[|\r?\n[ \t]*-)[ \t]*[\"']?(?P<name>migrate|adopt_users)\b[^\n]*\n"
            rb"(?:[ \t]*-[^\n]*\n)*[ \t]*command:[^\n]*(?:\n[ \t]*-[^\n]*)*?"
            rb"\b(?:manage\.py|django-admin)\b"
        ),
        b"python manage.py " + ADOPT,
    )


class Pipeline(Script):
    """Steps of a job, in JSON or YAML."""


class Playbook(Script):
    """Tasks of Ansible."""

    # Its own module.
    parted = (
        re.compile(
            rb"\bdjango_manage:(?:[^\n]*\bcommand=|"
            rb"[ \t]*(?:\r?\n[ \t]+(?!-[ \t])[^\n]*)*?\n[ \t]+command:)"
            rb"[ \t]*[\"']?(?P<name>migrate|adopt_users)\b(?![^\n]*--(?:check|plan)\b)"
        ),
        ADOPT,
    )


class OtherScript(Script):
    """A file of which nobody knows how its lines are run."""

    def is_guess(self, call: Call, before: bytes) -> bool:
        return not call.sure or _SAYS.search(before) is not None


class Document(TextFile):
    """A text for people."""


class PythonScript(Script):
    """Python that is UTF-8 without a mark."""

    @cached_property
    def calls(self) -> list[Call]:
        return python_calls.calls_in(self.content, self.facts)


_BY_NAME: dict[str, type[Script]] = {
    r".*\.(sh|bash|zsh|ksh|dash)": ShellScript,
    r"(.*\.)?(dockerfile|containerfile)([.-].*)?|.*\.docker": Dockerfile,
    r"(gnu)?makefile([.-].*)?|.*\.mk|\.?justfile|.*\.just": Makefile,
    r"procfile([.-].*)?": Procfile,
    r"tox\.ini|setup\.cfg|.*\.service": CommandLines,
}
_DATA = re.compile(r"(?i).*\.(json|ya?ml|config)(\.(j2|jinja2?|tpl|tmpl|template|dist|example))?")
# Ansible's files alone are lists at the top.
_PLAYBOOK = re.compile(rb"(?:---[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)*-[ \t]")
_CONTAINERS = re.compile(rb"\b(?:services|containers|initContainers|containerDefinitions)[\"']?:")
_COMMAND = re.compile(rb"\b(?:command|entrypoint|args)[\"']?:")
_STEPS = re.compile(rb"(?m)^[ \t-]*(?:jobs|steps|stages|script|before_script):")


def open_script(path: str, view: View, options: Options, names: frozenset[str]) -> Script:
    """A file as the script that it is."""
    return _kind(path, view[:])(path, view, options, names)


def _kind(path: str, view: bytes) -> type[Script]:
    name = PurePosixPath(path).name
    for pattern, kind in _BY_NAME.items():
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return kind
    if _DATA.fullmatch(name):
        if _PLAYBOOK.match(view):
            return Playbook
        contains = _CONTAINERS.search(view) and _COMMAND.search(view) and not _STEPS.search(view)
        return Containers if contains else Pipeline
    script = kind_of(path, view) is Kind.SHELL and view.startswith(b"#!")
    return ShellScript if script else OtherScript


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
_CONTINUES = re.compile(rb"(?:\\|&&|\|)[ \t\r]*\n\Z")
_REST = re.compile(rb"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")


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
