"""The command of a code host that opens a request."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from transformer.errors import UsageError
from transformer.fleet.messages import check_template
from transformer.fleet.source import without_secrets
from transformer.running import run

COMMAND_FIELDS = ("name", "branch", "base", "title", "body_file", "labels")
_SECONDS = 120
_ADDRESS = re.compile(r"https://[^\s\"'<>]+")


def read_command(template: str) -> tuple[str, ...]:
    """The words of a template such as ``gh pr create --head {branch}``. Raises UsageError."""
    try:
        words = tuple(shlex.split(template))
    except ValueError as error:
        raise UsageError(f"--request-command: {error}.") from None
    if not words:
        raise UsageError("--request-command: it is empty.", "Name a command, such as `gh`.")
    for word in words:
        check_template("--request-command", word, COMMAND_FIELDS)
    return words


def open_request(command: Sequence[str], folder: Path, fields: Mapping[str, str]) -> str:
    """Run the command in ``folder``; the address that it printed. Raises ValueError.

    No shell reads what the fields hold: each word of the template stays one word.
    """
    words = [word.format(**fields) for word in command]
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GH_PROMPT_DISABLED": "1", "NO_COLOR": "1"}
    try:
        done = run(words, folder, {**os.environ, **quiet}, _SECONDS)
    except OSError as error:
        raise ValueError(f"`{words[0]}` cannot be run: {error.strerror}") from None
    if done.status is None:
        raise ValueError(f"`{words[0]}` took longer than {_SECONDS} seconds")
    said = without_secrets(done.out)
    if done.status:
        reason = without_secrets(done.err).strip() or said.strip()
        raise ValueError(f"`{words[0]}` ended with status {done.status}: {reason[-500:]}")
    addresses = _ADDRESS.findall(said)
    return addresses[-1] if addresses else ""
