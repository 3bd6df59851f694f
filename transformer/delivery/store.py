"""What git would store for bytes that are not in the working tree.

git itself decides, in a scratch index and a scratch working tree: its attributes and line-ending
conversion are the repository's own, and neither the index, the objects nor the files of the
repository are touched. Filters are programs, and do not run: see :func:`.clean.refuse_filtered`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from transformer.git import Git, GitFailed, joined, split

_PLAIN = (
    "-c", "core.safecrlf=false",
    "-c", "core.splitIndex=false",
    "-c", "core.logAllRefUpdates=false",
)  # fmt: skip


@dataclass(frozen=True)
class Blob:
    """The bytes of one file as they stand in the working tree."""

    content: bytes
    executable: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of git's index: mode and object name."""

    mode: str
    name: str


@dataclass(frozen=True)
class Store:
    """Where objects go. ``top`` is the working tree whose conversions hold; None outside git."""

    git: Git
    top: Path | None
    scratch: Path

    def entries(self, blobs: Mapping[str, Blob]) -> dict[str, Entry]:
        """Path -> what git stores for it; paths are relative to the top of the repository.

        Raises GitFailed.
        """
        work = Path(tempfile.mkdtemp(dir=self.scratch))
        for path, blob in blobs.items():
            target = work / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(blob.content)
            target.chmod(0o755 if blob.executable else 0o644)
        known = self._known(blobs, work)
        git = self._with_index(GIT_WORK_TREE=str(work), folder=work)
        git(*_PLAIN, "update-index", "-z", "--index-info", stdin=info(known))
        git(*_PLAIN, "update-index", "--add", "--replace", "-z", "--stdin", stdin=joined([*blobs]))
        found = indexed(git)
        shutil.rmtree(work)
        return {path: found[path] for path in blobs}

    def tree(self, base: str | None, entries: Mapping[str, Entry | None]) -> str:
        """The tree object of ``base`` with the entries on top; None removes a path."""
        git = self._with_index(GIT_WORK_TREE=str(self.scratch))
        if base is not None:
            git(*_PLAIN, "read-tree", base)
        kept = {path: entry for path, entry in entries.items() if entry is not None}
        gone = joined([path for path, entry in entries.items() if entry is None])
        git(*_PLAIN, "update-index", "--force-remove", "-z", "--stdin", stdin=gone)
        git(*_PLAIN, "update-index", "--replace", "-z", "--index-info", stdin=info(kept))
        return git.line(*_PLAIN, "write-tree", "--missing-ok")

    def _known(self, blobs: Mapping[str, Blob], work: Path) -> dict[str, Entry]:
        """What the index says of the paths, and the attributes that hold for them.

        git keeps CRLF in a file whose indexed blob has it, so the real entries must be there.
        """
        if self.top is None:
            return {}
        folders = {parent for path in blobs for parent in PurePosixPath(path).parents}
        attributes = {(folder / ".gitattributes").as_posix() for folder in folders}
        for path in attributes & {p for p in attributes if (self.top / p).is_file()}:
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.top / path, work / path)
        wanted = attributes | blobs.keys()
        return {path: e for path, e in indexed(Git(self.top)).items() if path in wanted}

    def _with_index(self, folder: Path | None = None, **env: str) -> Git:
        index = Path(tempfile.mkdtemp(dir=self.scratch)) / "index"
        return Git(folder or self.git.folder, {**self.git.env, "GIT_INDEX_FILE": str(index), **env})


@contextlib.contextmanager
def throwaway(top: Path | None) -> Iterator[Store]:
    """A store whose objects are gone afterwards: nothing is written below ``top``."""
    with tempfile.TemporaryDirectory(prefix="usershift-") as name:
        scratch = Path(name)
        if top is None:
            # The user's own conversions and hooks have no say where there is no repository.
            alone = Git(scratch, {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"})
            alone("init", "-q", "--bare", "--template=", str(scratch / "git"))
            env = {**alone.env, "GIT_DIR": str(scratch / "git")}
        else:
            git = Git(top)
            (scratch / "objects").mkdir()
            env = {
                "GIT_DIR": git.line("rev-parse", "--absolute-git-dir"),
                "GIT_OBJECT_DIRECTORY": str(scratch / "objects"),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(git.path("objects")),
            }
        yield Store(Git(scratch, env), top, scratch)


@contextlib.contextmanager
def lasting(top: Path) -> Iterator[Store]:
    """A store that writes into the repository's own objects."""
    with tempfile.TemporaryDirectory(prefix="usershift-") as name:
        git = Git(top)
        yield Store(
            Git(top, {"GIT_DIR": git.line("rev-parse", "--absolute-git-dir")}), top, Path(name)
        )


def indexed(git: Git) -> dict[str, Entry]:
    """Every path of the index; of a path with a conflict, our side."""
    found: dict[str, Entry] = {}
    for line in split(git("ls-files", "-s", "-z")):
        facts, _, path = line.partition("\t")
        mode, name, stage = facts.split(" ")
        if stage in "02":
            found[path] = Entry(mode, name)
    return found


def put(git: Git, entries: Mapping[str, Entry | None]) -> None:
    """Bring the index to the entries, in one step; None takes a path out. Raises GitFailed."""
    gone = "0" * len(git.line("rev-parse", "HEAD"))
    lines = {path: entry or Entry("0", gone) for path, entry in entries.items()}
    git("update-index", "-z", "--index-info", stdin=info(lines))
    if git.attempt("update-index", "-q", "--refresh").returncode < 0:  # it was killed
        raise GitFailed("update-index", "it was killed")


def info(entries: Mapping[str, Entry]) -> bytes:
    """The entries as ``git update-index -z --index-info`` reads them."""
    return joined([f"{entry.mode} {entry.name}\t{path}" for path, entry in entries.items()])


def _quoted(path: Path) -> str:
    """A folder as ``GIT_ALTERNATE_OBJECT_DIRECTORIES`` takes it, where colons separate."""
    text = str(path)
    if os.pathsep not in text and not text.startswith('"'):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
