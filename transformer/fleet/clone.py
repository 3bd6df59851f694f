"""Taking a repository: a shallow clone of one commit, which brings nothing that runs."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from transformer.fleet.limits import Ended, Runner
from transformer.fleet.source import PROTOCOLS, Source, plain_name, without_secrets
from transformer.git import Git

_OURS = {
    "GIT_ALLOW_PROTOCOL": ":".join(PROTOCOLS),
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
}
_IDENTITY = ("Name", "usershift"), ("Email", "usershift@localhost")


class NotTaken(Exception):
    """Why there is no clone: a stable ``code``, and what git said."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Clone:
    """A clone of a source in ``folder``, whose work tree is at ``commit``.

    ``identity`` are the variables that say who commits, where the user's configuration does not.
    """

    folder: Path
    commit: str
    git: Git
    run: Runner
    identity: Mapping[str, str]

    def __call__(self, *args: str) -> bytes:
        """What git printed, within the limits. Raises NotTaken."""
        return _checked(_git(self.run, self.git, *args)).stdout


def take(run: Runner, source: Source, ref: str, commit: str, env: Mapping[str, str]) -> Clone:
    """Clone into the runner's folder: one commit of one branch, no tags, no submodules, no hooks.

    ``commit`` empty takes the newest of ``ref``, or of what the repository has for its default.
    Raises NotTaken.
    """
    # Reports call a project by its folder.
    folder = run.folder / "taken" / plain_name(source.name.rpartition("/")[2])
    folder.parent.mkdir()
    outside = git_outside(Git(run.folder, env), source)
    options = ["--quiet", "--depth=1", "--single-branch", "--no-tags", "--no-recurse-submodules"]
    options += ["--template=", *([f"--branch={ref}"] if ref else [])]
    done = _git(run, outside, "clone", *options, "--", source.url, str(folder))
    if done.status or done.exceeded:
        raise NotTaken(*_reason(done, source))
    git = Git(folder, outside.env)
    found = _git(run, git, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    taken = os.fsdecode(found.stdout).strip()
    if found.status or not taken:
        raise NotTaken("no-commit", "The repository has no commit yet.")
    if commit and commit != taken:
        _checked(_git(run, git, "fetch", "--quiet", "--depth=1", "--no-tags", "origin", commit))
        _checked(_git(run, git, "checkout", "--quiet", "--detach", commit))
        taken = commit
    # From here on nothing leads out of the clone.
    identity = _identity(run, git)
    own = {**env, "GIT_ALLOW_PROTOCOL": "none", **identity}
    return Clone(folder, taken, Git(folder, own), run, identity)


def git_outside(git: Git, source: Source) -> Git:
    """The same git, which may go to the source and asks nobody for anything."""
    return replace(git, env={**git.env, **_OURS, **_secret(source), **_ssh()})


def is_dirty(run: Runner, source: Source) -> bool:
    """Whether the checkout of a local source has changes that no clone can have."""
    if not source.local or not os.path.lexists(Path(source.location, ".git")):
        return False
    done = _git(run, Git(Path(source.location)), "status", "--porcelain", "--ignore-submodules=all")
    return done.status == 0 and bool(done.stdout)


def _git(run: Runner, git: Git, *args: str) -> Ended:
    return run(git.command(*args), git.folder, git.environment())


def _checked(done: Ended) -> Ended:
    if done.exceeded:
        raise NotTaken(done.exceeded, "")
    if done.status:
        raise NotTaken("git-refused", said(done))
    return done


def said(done: Ended) -> str:
    """The last lines that a command said, without secrets."""
    lines = os.fsdecode(done.stderr or done.stdout).strip().splitlines()[-6:]
    return without_secrets(" ".join(filter(None, map(str.strip, lines)))) or "It said nothing."


def _reason(done: Ended, source: Source) -> tuple[str, str]:
    if done.exceeded:
        return done.exceeded, ""
    words = f"{source.shown} cannot be cloned: {said(done)}"
    # Of a file in the work tree, git does not say why it cannot write it.
    if re.search("File too large|unable to write file", words):
        return "disk-limit", f"A file is larger than the disk limit, or the disk is full: {words}"
    return "not-cloned", words


def _secret(source: Source) -> dict[str, str]:
    """A password goes to git by the environment: a command line is seen by everybody."""
    if source.secret is None:
        return {}
    whole, plain = source.secret
    before = os.environ.get("GIT_CONFIG_COUNT", "")
    number = int(before) if before.isdecimal() else 0
    return {
        "GIT_CONFIG_COUNT": str(number + 1),
        f"GIT_CONFIG_KEY_{number}": f"url.{whole}.insteadOf",
        f"GIT_CONFIG_VALUE_{number}": plain,
    }


def _ssh() -> dict[str, str]:
    if "GIT_SSH_COMMAND" in os.environ or "GIT_SSH" in os.environ:
        return {}
    return {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes"}


def _identity(run: Runner, git: Git) -> dict[str, str]:
    """Who commits, where git's own configuration does not say it."""
    if _git(run, git, "var", "GIT_COMMITTER_IDENT").status == 0:
        return {}
    return {
        f"GIT_{role}_{part.upper()}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in _IDENTITY
    }
