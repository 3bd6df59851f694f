"""The command of a code host that opens a request."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from transformer.errors import UsageError
from transformer.fleet.messages import check_template
from transformer.fleet.source import without_secrets

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
        process = subprocess.Popen(
            words,
            cwd=folder,
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise ValueError(f"`{words[0]}` cannot be run: {error.strerror}") from None
    try:
        out, err = process.communicate(timeout=_SECONDS)
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise ValueError(f"`{words[0]}` took longer than {_SECONDS} seconds") from None
        raise
    said = without_secrets(out.decode("utf-8", "replace"))
    if process.returncode:
        reason = without_secrets(err.decode("utf-8", "replace")).strip() or said.strip()
        raise ValueError(f"`{words[0]}` ended with status {process.returncode}: {reason[-500:]}")
    addresses = _ADDRESS.findall(said)
    return addresses[-1] if addresses else ""
