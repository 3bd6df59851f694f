"""Where the result and the words go: stdout carries the result, stderr what is said to a person."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from rich.console import Console

from transformer.errors import UsageError
from transformer.report import Report, text


class Format(str, enum.Enum):
    """The value is the name of the module of :mod:`transformer.report` that renders it."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


@dataclass(frozen=True)
class Output:
    """``file`` None is the stream that the format belongs on."""

    format: Format = Format.text
    file: Path | None = None

    @property
    def for_person(self) -> bool:
        return self.format is Format.text and self.file is None

    @property
    def takes_stdout(self) -> bool:
        return self.format is not Format.text and self.file is None

    def emit(self, report: Report) -> None:
        """Say it. Raises UsageError where the file cannot be written."""
        if self.for_person:
            text.show(report, stderr())
            return
        render: Callable[[Report], str]
        render = import_module(f"transformer.report.{self.format.value}").render
        if self.file is None:
            sys.stdout.write(render(report))
        else:
            write_file(self.file, render(report).encode())


@cache
def stderr() -> Console:
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def refuse_unwritable(*paths: Path | None) -> None:
    """Find out before the work that a report would have nowhere to go. Raises UsageError."""
    for path in paths:
        if path is not None and str(path) != "-" and (path.is_dir() or not path.parent.is_dir()):
            raise UsageError(f"{path} cannot be written.", "Name a file in a folder that exists.")


def write_file(path: Path, content: bytes) -> None:
    """Write what the user asked for by name; ``-`` is stdout. Raises UsageError."""
    if str(path) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.", "Name a file that can be."
        ) from None
