"""The folder of a batch: its state, its lock, and a folder of papers for each repository."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from transformer.delivery.lock import held
from transformer.errors import ErrorCode, Refused, UsageError
from transformer.fleet.disk_map import DiskMap
from transformer.fleet.source import folder_name
from transformer.fleet.state import Row

_MARK = "usershift-batch"
_COMMIT = re.compile("[0-9a-f]{40,64}")


@dataclass(frozen=True)
class WorkFolder:
    """``root`` is a folder of its own. Nothing of a batch is written anywhere else."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / "state.sqlite3"

    @property
    def scratch(self) -> Path:
        """Where the jobs of this machine have their clones while they run."""
        return self.root / "scratch"

    @property
    def results(self) -> Path:
        return self.root / "results.jsonl"

    @property
    def lock(self) -> Path:
        """Which commit each repository was taken at."""
        return self.root / "lock.csv"

    def papers(self, key: str) -> Path:
        """The folder of one repository."""
        return self.root / "repositories" / folder_name(key)

    def check(self) -> None:
        """Raises UsageError where something else is in the folder."""
        try:
            if any(self.root.iterdir()) and not (self.root / _MARK).exists():
                raise UsageError(
                    f"{self.root} is not empty, and no batch made it.",
                    "Name another work folder with `--work`.",
                )
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._no_folder(error) from None

    def _no_folder(self, error: OSError) -> UsageError:
        return UsageError(
            f"{self.root} cannot be the work folder: {error.strerror}.",
            "Name another with `--work`.",
        )

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Have the folder to oneself. Raises UsageError, and Refused where a batch runs in it."""
        self.check()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / _MARK).touch()
        except OSError as error:
            raise self._no_folder(error) from None
        with held(self.root) as free:
            if not free:
                raise Refused(
                    f"Another batch is running in {self.root}.",
                    "Wait for it, or name another work folder with `--work`.",
                    code=ErrorCode.BUSY,
                )
            # What a killed run left; nobody else is here.
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch.mkdir(exist_ok=True)
            # git shows nothing of the work folder, and finds no repository in it.
            (self.root / ".gitignore").write_text("*\n", encoding="utf-8")
            yield
            shutil.rmtree(self.scratch, ignore_errors=True)

    def keep(self, key: str, files: Mapping[str, bytes]) -> None:
        """Put a repository's papers in the place of those of an earlier run, all or none."""
        final = self.papers(key)
        final.parent.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=self.scratch))
        fresh.chmod(0o755)
        for name, content in files.items():
            (fresh / Path(name).name).write_bytes(content)
        shutil.rmtree(final, ignore_errors=True)
        fresh.rename(final)

    def write(self, name: str, text: str | Iterable[str]) -> None:
        """Write a file of the folder as a whole."""
        parts = [text] if isinstance(text, str) else text
        fresh = self.scratch / f".{name}"
        with fresh.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(parts)
        fresh.replace(self.root / name)

    def write_lock(self, rows: Iterable[Row]) -> None:
        self.write(self.lock.name, _lock_lines(rows))


def _lock_lines(rows: Iterable[Row]) -> Iterator[str]:
    yield "repository,commit\r\n"
    for row in rows:
        if row.commit:
            line = io.StringIO()
            csv.writer(line).writerow((row.key, row.commit))
            yield line.getvalue()


def read_lock(path: Path) -> Mapping[str, str]:
    """Key -> commit, of a lock file. Raises UsageError."""
    commits: DiskMap[str] = DiskMap()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                if number == 1:
                    continue  # the heading
                if len(row) != 2 or not _COMMIT.fullmatch(row[1]):
                    raise UsageError(
                        f"{path}:{number} is no line of a lock file.", "It has two columns."
                    )
                commits[row[0]] = row[1]
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read as a lock file: {error}.") from None
    return commits
