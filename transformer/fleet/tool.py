"""Calling usershift itself for one repository, and reading the JSON that it writes."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from transformer.errors import ErrorCode
from transformer.fleet import in_turn
from transformer.fleet.clone import said
from transformer.fleet.limits import Ended, Runner

LARGEST_REPORT = 256 << 20

# What a process needs of the environment to be itself; tokens and everything unknown stay out.
_KEPT = re.compile(
    r"PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|SYSTEMROOT|GNUPGHOME|XDG_CONFIG_HOME"
    r"|SSH_AUTH_SOCK|GIT_(AUTHOR|COMMITTER)_\w+|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)"
)
# What could act in the user's name.
_POWERS = frozenset(("HOME", "GNUPGHOME", "XDG_CONFIG_HOME", "SSH_AUTH_SOCK", "GIT_CONFIG_GLOBAL"))


@dataclass(frozen=True)
class Answer:
    """``report`` is the JSON document; ``code`` is empty where the command did what it was to."""

    report: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Tool:
    """``papers`` is the folder for what the commands write, ``env`` what they are given."""

    run: Runner
    papers: Path
    env: Mapping[str, str]

    def __call__(self, command: str, *args: str) -> Answer:
        """What a command of usershift said of itself in JSON."""
        return self.in_turn((command, *args))[0]

    def in_turn(self, *commands: Sequence[str]) -> list[Answer]:
        """What each of several commands said, up to the first that did not do what it was to.

        They share a process.
        """
        names = [name for name, *_ in commands]
        calls = [
            [*command, "--format", "json", "--output", str(self._report(name))]
            for name, command in zip(names, commands, strict=True)
        ]
        ended = self.run([*_command(), json.dumps(calls)], self.run.folder, self.env)
        answers: list[Answer] = []
        for name in names:
            answer = self._answer(name)
            if answer is None or (name == names[-1] and _is_stopped(ended)):
                return [*answers, _broken(name, ended)]
            answers.append(answer)
            if answer.code:
                break
        return answers

    def _report(self, name: str) -> Path:
        return self.papers / f"{name}.json"

    def _answer(self, name: str) -> Answer | None:
        """What stands in a command's report, where that is whole."""
        report = self._report(name)
        try:
            if report.stat().st_size > LARGEST_REPORT:
                raise ValueError("the report is too large")
            document = json.loads(report.read_bytes())
            error = document.get("error") or {}
            code = error.get("code") or ""
        except (OSError, ValueError, AttributeError, RecursionError):
            return None
        if "MemoryError" in error.get("message", ""):
            return Answer(document, "memory-limit", "It needs more memory than the limit.")
        return Answer(document, code, error.get("message", ""), error.get("remedy", ""))


@cache
def _command() -> tuple[str, ...]:
    # By its file: with `-m`, Python would look for modules in the working directory first.
    found = find_spec("usershift")
    assert found and found.origin
    return sys.executable, str(Path(in_turn.__file__).resolve()), found.origin


def environment(folder: Path, *, trusted: bool = True) -> dict[str, str]:
    """The variables of a command; its temporary files are in ``folder``.

    Not ``trusted`` is what runs code of the repository: it gets an empty home folder, no agent and
    no configuration of the user.
    """
    own = {"TMPDIR": str(folder), "NO_COLOR": "1", "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    kept = {k: v for k, v in os.environ.items() if _KEPT.fullmatch(k)}
    if not trusted:
        home = folder / "home"
        home.mkdir(exist_ok=True)
        kept = {k: v for k, v in kept.items() if k not in _POWERS}
        own["HOME"] = str(home)
    return {**kept, **own, "GIT_TERMINAL_PROMPT": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def _is_stopped(ended: Ended) -> bool:
    """Whether it did not end by itself."""
    return bool(ended.exceeded) or ended.status < 0


def _broken(command: str, ended: Ended) -> Answer:
    """Of a command that left no report."""
    if _is_stopped(ended):
        return Answer({}, *_stopped(ended, command))
    words = f"`usershift {command}` ended with status {ended.status}: {said(ended)}"
    code = ErrorCode.USAGE if ended.status == 2 else ErrorCode.INTERNAL
    return Answer({}, code.value, words)


def _stopped(ended: Ended, command: str) -> tuple[str, str]:
    """Code and message for a command that did not end by itself."""
    if ended.exceeded == "time" or ended.status == -signal.SIGXCPU:
        return "time-limit", f"`{command}` took longer than the time limit."
    if ended.exceeded == "disk" or ended.status == -signal.SIGXFSZ:
        return "disk-limit", f"`{command}` filled more of the disk than the limit."
    return "killed", f"`{command}` was ended by the signal {-ended.status}: {said(ended)}"
