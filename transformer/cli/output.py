"""Where the result and the words go: stdout carries the result, stderr what is said to a person."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from rich.console import Console

from transformer.cli.sinks import Sink, Stdout, refuse_links, sink
from transformer.errors import UsershiftError
from transformer.report import Report, failed, text


class Format(str, enum.Enum):
    """The value is the name of the module of :mod:`transformer.report` that renders it."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"
    gitlab = "gitlab"
    junit = "junit"
    rdjson = "rdjson"


@dataclass(frozen=True)
class Output:
    """``file`` None is the stream that the format belongs on; ``project`` is what it is about.

    ``result``: the report is all that the command is asked for, so that it belongs on stdout.
    """

    format: Format = Format.text
    file: Path | None = None
    project: Path = Path()
    result: bool = False
    view: text.View = text.USUAL

    @property
    def for_person(self) -> bool:
        return self.format is Format.text and self.file is None

    @property
    def takes_stdout(self) -> bool:
        return self.format is not Format.text and self.file is None

    def render(self, report: Report) -> str:
        """The report as it is shown on a terminal, or in the format that was asked for."""
        if self.for_person:
            console = stdout() if self.result else stderr()
            with console.capture() as shown:
                text.show(report, console, self.view)
            return shown.get()
        if self.format is Format.text:
            return text.render(report, self.view)
        render: Callable[[Report], str]
        render = import_module(f"transformer.report.{self.format.value}").render
        return render(report)

    def open(self) -> Sink:
        """Where it goes. Raises UsageError where the file cannot be written."""
        if self.for_person:
            return Stdout() if self.result else Sink()
        refuse_links(self.project, self.file)
        return sink(self.file) if self.file else Stdout()

    def emit(self, report: Report) -> None:
        """Say it. Raises UsageError where that is not possible."""
        self.open().write(self.render(report))

    def fail(self, command: str, error: UsershiftError) -> None:
        """Say why there is no result. Raises UsageError where that is not possible."""
        self.emit(failed(command, error))


@cache
def stdout() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


@cache
def stderr() -> Console:
    return Console(stderr=True, highlight=False, markup=False, emoji=False)
