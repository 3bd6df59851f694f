"""What the passes made, laid out by the project's own formatter.

A file that the formatter would have left alone before has to be left alone by it afterwards, and so
has a new one. Ruff does it, also for Black, whose layout it makes: Black itself takes a second for
what Ruff does in ten milliseconds, and knows nothing of quotes and imports as Ruff's own users
configure them. It is run over a skeleton of the project in a folder of its own: the configurations,
the folders of its packages, and the files in question. So it sees the new app where that is going
to stand, and nothing of the project is written or run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from transformer.edits import Splice
from transformer.project import Project
from transformer.project.formatter import Formatter
from transformer.running import run

Contents: TypeAlias = Mapping[str, bytes]
_Step: TypeAlias = Callable[[Path, list[str]], None]
_SECONDS = 60.0
_FEW_LINES = 5000


class Formatting:
    """The formatter of one project, and where it works: a folder that goes with the ``with``."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._closing = ExitStack()

    def __enter__(self) -> Formatting:
        return self

    def __exit__(self, *error: object) -> None:
        self._closing.close()

    @cached_property
    def _skeleton(self) -> _Skeleton:
        folder = tempfile.TemporaryDirectory(prefix="usershift-")
        return _Skeleton(self._project, Path(self._closing.enter_context(folder)).resolve())

    def laid_out(
        self, paths: Iterable[str], before: Mapping[str, bytes | None], after: Contents
    ) -> Contents:
        """The Python files of ``after`` that the formatter lays out otherwise, as it does.

        ``paths`` are all files as they stand by now; ``before`` has None for a new one. What a step
        of the formatter would have changed before it does not change now.
        """
        formatter = self._project.formatter
        if formatter is None or not after:
            return {}
        now = dict(after)
        self._skeleton.add(paths)
        for step in _steps(self._project, formatter):
            made = self._skeleton.through(step, now)
            clean = {path: old for path in made if (old := before[path]) is not None}
            unclean = self._skeleton.through(step, clean)
            now |= {path: content for path, content in made.items() if path not in unclean}
        return {path: content for path, content in now.items() if content != after[path]}


def splices(before: bytes, after: bytes) -> tuple[Splice, ...]:
    """What makes one of the other, line by line."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if max(len(old), len(new)) > _FEW_LINES:
        return (Splice(0, len(before), after, ""),)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        Splice(starts[a], starts[b], b"".join(new[c:d]), "")
        for kind, a, b, c, d in changes
        if kind != "equal"
    )


def _steps(project: Project, formatter: Formatter) -> Iterator[_Step]:
    if formatter.ruff:
        yield _ruff("check", "--select", "I", "--fix", "--quiet")
    if formatter.isort is not None:
        yield _isort(project, formatter)
    if formatter.black is not None and not formatter.ruff_formats:
        yield _ruff("format", "--isolated", *_as_ruff(formatter))
    elif formatter.ruff:
        yield _ruff("format")


def _as_ruff(formatter: Formatter) -> Iterator[str]:
    """The options of Black in Ruff's words."""
    options = formatter.black or {}
    yield from ("--config", f"line-length={formatter.line_length}")
    if options.get("skip-string-normalization"):
        yield from ("--config", "format.quote-style='preserve'")
    if options.get("skip-magic-trailing-comma"):
        yield from ("--config", "format.skip-magic-trailing-comma=true")


def _ruff(command: str, *options: str) -> _Step:
    def step(folder: Path, paths: list[str]) -> None:
        from ruff import find_ruff_bin

        # Whatever it cannot read or parse stays as it is.
        call = [find_ruff_bin(), command, "--no-cache", *options, "--", *paths]
        run(call, folder, {"HOME": str(folder), "PATH": os.defpath}, _SECONDS)

    return step


def _isort(project: Project, formatter: Formatter) -> _Step:
    def step(folder: Path, paths: list[str]) -> None:
        from isort import api
        from isort.exceptions import ISortError
        from isort.settings import Config

        options = dict(formatter.isort or {})
        try:
            config = (
                Config(**options) if options else Config(settings_path=str(folder / project.prefix))
            )
        except Exception:  # whatever is wrong in a configuration: isort says it, not we
            return
        for path in paths:
            file = folder / path
            with suppress(ISortError, ValueError):
                code = file.read_bytes().decode()
                if not config.is_skipped(file):
                    made = api.sort_code_string(code, config=config, file_path=file)
                    file.write_bytes(made.encode())

    return step


class _Skeleton:
    """The configurations of a project below ``top``, and what it can import by one name."""

    def __init__(self, project: Project, top: Path) -> None:
        self.top = top
        self._inner = PurePosixPath(project.prefix)
        self._roots = {"", *project.source_roots}
        self._known: set[str] = set()
        for path, content in project.configurations.items():
            _write(top / path, content)

    def add(self, paths: Iterable[str]) -> None:
        """Let the tools find the modules among the paths, for the project's own: they are empty."""
        for path in paths:
            folder, _, file = path.rpartition("/")
            is_module = file == "__init__.py" or (file.endswith(".py") and folder in self._roots)
            if is_module and path not in self._known:
                self._known.add(path)
                _write(self.top / self._inner / path, b"")

    def through(self, step: _Step, files: Contents) -> Contents:
        """Those of the files that a step changes, as it leaves them."""
        if not files:
            return {}
        places = {path: str(self._inner / path) for path in files}
        for path, place in places.items():
            _write(self.top / place, files[path])
        with suppress(OSError):  # no Ruff on this machine
            step(self.top, [*places.values()])
        made = {path: (self.top / place).read_bytes() for path, place in places.items()}
        return {path: content for path, content in made.items() if content != files[path]}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
