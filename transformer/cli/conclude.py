"""The end of a command that delivers: everything that will be said is ready before it begins.

A report that cannot be rendered, or a file that cannot be opened, is found out while nothing has
been changed. What fails afterwards says what was done all the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transformer.cli import deliver
from transformer.cli.boundary import told
from transformer.cli.output import Output
from transformer.cli.sinks import Stdout, refuse_links, refuse_unwritable, sink
from transformer.errors import UsageError
from transformer.pipeline import Migration
from transformer.project import Project
from transformer.report import html, report
from transformer.report.drawings import drawings
from transformer.report.next_steps import next_steps
from transformer.report.pull_request import pull_request
from transformer.report.runbook import runbook


@dataclass(frozen=True)
class Papers:
    """What is written beside the report, for reviewers and for operations."""

    page: Path | None = None
    runbook: Path | None = None
    pull_request: Path | None = None

    @property
    def by_stage(self) -> bool:
        """Whether one of them shows the stages apart."""
        return bool(self.page or self.pull_request)


def check(
    project: Project, destination: deliver.Destination, output: Output, papers: Papers
) -> None:
    """Raises UsageError where a text cannot go where it is to go."""
    named = {
        "--output": output.file,
        "--patch": destination.patch,
        "--report": papers.page,
        "--runbook": papers.runbook,
        "--pr-body": papers.pull_request,
    }
    refuse_unwritable(*named.values())
    refuse_links(output.project, *named.values())
    asked = [option for option, path in named.items() if path is not None and str(path) == "-"]
    outside_git = destination.mode is deliver.DeliveryMode.WRITE and project.git_root is None
    if output.takes_stdout:
        asked.append(f"--format {output.format.value}")
    elif destination.mode is deliver.DeliveryMode.DRY_RUN or outside_git:
        asked.append("the diff")
    if len(asked) > 1:
        raise UsageError(
            f"{' and '.join(asked)} would be mixed on standard output.",
            "Give a file to all of them but one.",
        )


def conclude(
    command: str,
    done: Migration,
    destination: deliver.Destination,
    output: Output,
    exit_code: int,
    papers: Papers = Papers(),
) -> None:
    """Deliver what the passes made, and say so. With blockers nothing is delivered.

    Raises UsageError and Refused where nothing was done, and Unfinished where something was.
    """
    previewed = deliver.preview(done, destination)
    shown = deliver.parts_of(done) if papers.page else ()
    drawn = drawings(done) if papers.page and not done.blockers else ()
    page_steps = ""
    written: list[tuple[Path, str]] = []
    if (papers.runbook or papers.page) and not done.blockers:
        steps = runbook(done.project, done.options, done.tree, done.changes, done.findings)
        page_steps = steps if command == "migrate" and not done.options.prepare else ""
        if papers.runbook:
            written.append((papers.runbook, steps))
    if papers.pull_request and not done.blockers:
        written.append((papers.pull_request, pull_request(command, done)))
    then = next_steps(
        command,
        done,
        written=destination.mode.writes,
        branch=destination.branch,
        committed=destination.mode.commits,
        runbook=papers.runbook is not None,
    )

    def texts(words: str) -> Iterator[str]:
        result = report(command, done, exit_code, words, previewed.diff, then)
        yield output.render(result)
        yield from (text for _, text in written)
        if papers.page:
            yield html.render(result, shown, page_steps, drawn)

    ready = list(texts(previewed.words))
    places = [*(place for place, _ in written), papers.page]
    with contextlib.ExitStack() as opened:
        sinks = [output.open(), *(sink(place) for place in places if place)]
        for each, text in zip(sinks, ready, strict=True):
            opened.callback(each.abandon)
            each.reserve(len(text.encode()))
        if previewed.diff and not output.takes_stdout:
            Stdout().write(previewed.diff)
        words = (
            previewed.words
            if done.blockers
            else deliver.deliver(command, done, destination, previewed)
        )
        opened.pop_all()
    changed = not done.blockers and (
        destination.mode.writes or destination.mode is deliver.DeliveryMode.PATCH
    )
    with told(words) if changed else contextlib.nullcontext():
        if words != previewed.words:
            ready = list(texts(words))
        for each, text in zip(sinks, ready, strict=True):
            each.write(text)
