"""Calling git, for every part that needs it, so that nothing of the repository is run.

A repository may name programs in its configuration (file system monitors, filters, hooks, signing
and transport programs), and a folder in it may itself look like one. None of that is followed:
whoever cloned it or unpacked it has not chosen to run it. ``git commit`` with the repository's
hooks is the exception, and the user's choice: see :meth:`Git.with_programs`.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from transformer.errors import ErrorCode, Refused

# What a user says to git by the environment. Everything else of GIT_* goes: a caller that is a git
# hook itself exports the repository that it works in, and other variables name programs.
_KEPT = re.compile(
    r"GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)"
    r"|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)"
    r"|GIT_(EXEC_PATH|SSH|SSH_COMMAND|SSL_\w+|HTTP_\w+|ASKPASS|TERMINAL_PROMPT)"
    r"|GIT_TEST_ASSUME_DIFFERENT_OWNER"
)
# Maintenance has a lock of its own, which nobody would miss to remove after a kill.
_ALWAYS = ("core.fsmonitor=false", "maintenance.auto=false", "gc.auto=0")
_NO_PROGRAMS = (
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "log.showSignature=false",
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
)
# A `git status` that is killed while it refreshes the index would leave its lock.
_NO_LOCKS = {"GIT_OPTIONAL_LOCKS": "0"}
# Objects that are missing are not fetched: the transport is a program, too.
_ALONE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0"}
# What git reads of a work tree wherever it stands, and for how long it may take until somebody
# looks whether it waits for a pipe. After a signal, git has as long to end by itself.
_READ_BY_GIT = frozenset({".gitignore", ".gitattributes"})
_SECONDS = 10.0
# Windows has no groups of processes, and ends a process in one way only.
_GROUPS = hasattr(os, "killpg")
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class GitFailed(Refused):
    """A git command ended with an error; ``stderr`` is what it said."""

    default = ErrorCode.GIT_REFUSED

    def __init__(self, command: str, stderr: str) -> None:
        super().__init__(
            f"`git {command}` failed: {stderr or 'it said nothing'}",
            "Nothing was changed. Make this git command work in the repository, then run again.",
        )
        self.stderr = stderr


@dataclass(frozen=True)
class Git:
    """git, run in ``folder``, with ``env`` on top of a cleaned environment.

    ``programs``: whether hooks and filters of the repository may run.
    """

    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)
    programs: bool = False

    def with_programs(self) -> Git:
        """git as the user would call it, hooks and filters included."""
        return replace(self, programs=True)

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
        settings = _ALWAYS if self.programs else (*_ALWAYS, *_NO_PROGRAMS, *self._unfiltered)
        return self._run(settings, args, stdin)

    def line(self, *args: str) -> str:
        """The one line that git printed."""
        return os.fsdecode(self(*args)).removesuffix("\n")

    def path(self, name: str) -> Path:
        """Where this working tree keeps ``name`` of its git directory (linked worktrees differ)."""
        found = self.folder / self.line("rev-parse", "--git-path", name)
        return found.parent.resolve() / found.name

    @cached_property
    def filters(self) -> frozenset[str]:
        """The names of all filters that some configuration gives a program."""
        return frozenset(name for section, name in self._named if section == "filter")

    @cached_property
    def _unfiltered(self) -> tuple[str, ...]:
        """The settings that keep every configured filter and hook from running."""
        found: list[str] = []
        for section, name in sorted(self._named):
            if "=" in name:
                raise Refused(
                    f"git's configuration has a {section} of the name {name!r}, which cannot be"
                    " turned off.",
                    f"Remove it from the configuration of {self.folder}, then run again.",
                    code=ErrorCode.GIT_REFUSED,
                )
            if section == "hook":
                found.append(f"hook.{name}.enabled=false")
            else:
                found += (f"filter.{name}.{key}=" for key in ("clean", "smudge", "process"))
                found.append(f"filter.{name}.required=false")
        return tuple(found)

    @cached_property
    def _named(self) -> frozenset[tuple[str, str]]:
        """Section and name of every filter and hook in the configuration."""
        asked = ("config", "-z", "--name-only", "--get-regexp", r"^(filter|hook)\..*\.")
        keys = split(self._run((*_ALWAYS, *_NO_PROGRAMS), asked, b"").stdout)
        return frozenset(
            (key.partition(".")[0], key.split(".", 1)[1].rpartition(".")[0]) for key in keys
        )

    def command(self, *args: str) -> list[str]:
        """The call with everything turned off, for a caller that watches the process itself."""
        return _command((*_ALWAYS, *_NO_PROGRAMS, *self._unfiltered), args)

    def environment(self) -> dict[str, str]:
        """The variables that git is called with."""
        own = {} if self.programs else {**_ALONE, "LC_ALL": "C"}
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith("GIT_") or _KEPT.fullmatch(k)
        }
        return {**inherited, **_NO_LOCKS, **own, **self.env}

    def _run(
        self, settings: Sequence[str], args: Sequence[str], stdin: bytes
    ) -> subprocess.CompletedProcess[bytes]:
        command = _command(settings, args)
        # Where nobody sits at a terminal, git and its hooks can be ended together.
        alone = _GROUPS and not os.isatty(0)
        try:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=alone,
            )
        except FileNotFoundError:
            raise GitFailed(args[0], "git is not installed, or not on PATH") from None
        with process, _ended(process, alone):
            out, err = self._answers(process, stdin)
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def _answers(self, process: subprocess.Popen[bytes], stdin: bytes) -> tuple[bytes, bytes]:
        try:
            return process.communicate(stdin, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            if not self.programs and (pipe := _pipe_below(self.folder)):
                raise Refused(
                    f"{pipe} is a named pipe, and git waits for it.",
                    "Remove it, then run again.",
                    code=ErrorCode.GIT_REFUSED,
                ) from None
            return process.communicate()


def split(output: bytes) -> list[str]:
    """The items of a ``-z`` listing."""
    return [os.fsdecode(item) for item in output.split(b"\0") if item]


def joined(items: Sequence[str]) -> bytes:
    """The items as git reads them with ``-z``."""
    return b"".join(os.fsencode(item) + b"\0" for item in items)


def work_tree(start: Path) -> Path | None:
    """The top level of the work tree that ``start`` is in; None where no ``.git`` is above it.

    What a folder looks like makes no repository, only a ``.git`` does. Raises GitFailed where git
    does not read it, and Refused where its files or its git directory are somebody else's.
    """
    for folder in (start, *start.parents):
        if not os.path.lexists(folder / ".git"):
            continue
        asked = Git(folder).attempt(
            "rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir"
        )
        if asked.returncode and b"not a git repository" in asked.stderr:
            continue
        if asked.returncode:
            raise GitFailed("rev-parse", os.fsdecode(asked.stderr).strip())
        places = os.fsdecode(asked.stdout).splitlines()
        named = folder / ".git"
        if len(places) == 3 and named.is_dir() and Path(places[1]).resolve() != named.resolve():
            continue  # no repository: git passed it over
        if not _at_home(folder, places):
            raise Refused(
                f"{named} leads to the repository or to the files of another folder.",
                "Nothing was changed. Run usershift in that folder, or clone the repository anew.",
                code=ErrorCode.GIT_REFUSED,
            )
        return folder.resolve()
    return None


def _at_home(folder: Path, places: Sequence[str]) -> bool:
    """Whether the git directory belongs to the work tree in ``folder``.

    ``places`` are the top level, the git directory and the one that holds the objects. A ``.git``
    that is a file, or a link, can name any repository of this machine, and ``core.worktree`` any
    folder: commits and files would end up there.
    """
    if len(places) != 3:  # a line break in a name
        return False
    top, directory, common = ((folder / place).resolve() for place in places)
    if top != folder.resolve():
        return False
    if directory == common:
        return directory.is_relative_to(top) or directory.name != ".git"
    back = directory / "gitdir"  # a linked work tree: it names the `.git` that leads to it
    try:
        named = directory / os.fsdecode(back.read_bytes()).removesuffix("\n")
    except OSError:
        return False
    here = named.parent.resolve() == top
    return directory.is_relative_to(common) and (here or not named.exists())


def _command(settings: Sequence[str], args: Sequence[str]) -> list[str]:
    options = (option for setting in settings for option in ("-c", setting))
    return ["git", *options, "--no-pager", *args]


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes], alone: bool) -> Iterator[None]:
    """End git, and where it is ``alone`` the hooks that it runs, when something stops us.

    With SIGTERM it removes its locks; they stay where it is killed.
    """
    try:
        yield
    except BaseException:
        _signal(process, alone, signal.SIGTERM)
        end = time.monotonic() + _SECONDS
        while _signal(process, alone, 0) and time.monotonic() < end:
            time.sleep(0.02)
        _signal(process, alone, _KILL)
        raise


def _signal(process: subprocess.Popen[bytes], alone: bool, number: int) -> bool:
    """Whether anybody was there to receive it."""
    running = process.poll() is None
    if not alone:
        if number:
            process.send_signal(number)
        return running
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return False
    return True


def _pipe_below(folder: Path) -> Path | None:
    """A named pipe in a place where git reads without looking."""
    for place, _, names in os.walk(folder):
        inside = ".git" in Path(place).relative_to(folder).parts
        for name in names:
            path = Path(place, name)
            if (inside or name in _READ_BY_GIT) and stat.S_ISFIFO(path.lstat().st_mode):
                return path
    return None
