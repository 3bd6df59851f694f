"""Calling git: with a clean environment, bytes in and out, and its own words when it fails."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from transformer.errors import Refused

# A caller that is itself a git hook exports these; they would point git at the wrong repository.
_FOREIGN = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)


class GitFailed(Refused):
    """A git command ended with an error; ``stderr`` is what it said."""

    def __init__(self, command: str, stderr: str) -> None:
        super().__init__(
            f"`git {command}` failed: {stderr or 'it said nothing'}",
            "Nothing was changed. Make this git command work in the repository, then run again.",
        )
        self.stderr = stderr


@dataclass(frozen=True)
class Git:
    """git, run in ``folder``, with ``env`` on top of a cleaned environment."""

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, *args: str, stdin: bytes = b"") -> bytes:
        """What git printed. Raises GitFailed for another status than 0."""
        done = self.attempt(*args, stdin=stdin)
        if done.returncode:
            command = next((a for a in args if not a.startswith("-") and "=" not in a), args[0])
            said = os.fsdecode(done.stderr or done.stdout).strip()
            raise GitFailed(command, said)
        return done.stdout

    def attempt(self, *args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """The finished process, whatever its status. Raises GitFailed where git is missing."""
        inherited = {k: v for k, v in os.environ.items() if k not in _FOREIGN}
        try:
            return subprocess.run(
                ["git", *args],
                cwd=self.folder,
                env={**inherited, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", **self.env},
                input=stdin,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise GitFailed(args[0], "git is not installed, or not on PATH") from None

    def line(self, *args: str) -> str:
        """The one line that git printed."""
        return os.fsdecode(self(*args)).rstrip("\n")

    def path(self, name: str) -> Path:
        """Where this working tree keeps ``name`` of its git directory (linked worktrees differ)."""
        return (self.folder / self.line("rev-parse", "--git-path", name)).resolve()


def split(output: bytes) -> list[str]:
    """The items of a ``-z`` listing."""
    return [os.fsdecode(item) for item in output.split(b"\0") if item]


def joined(items: Sequence[str]) -> bytes:
    """The items as git reads them with ``-z``."""
    return b"".join(os.fsencode(item) + b"\0" for item in items)
