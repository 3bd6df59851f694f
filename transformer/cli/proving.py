"""What the commands that prove do around the proof: choose what is compared, and tell of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.status import Status

from transformer import pipeline
from transformer.cli.boundary import require_posix
from transformer.cli.config import Config, choose, find_project
from transformer.cli.output import Output, stderr
from transformer.cli.sinks import refuse_links, refuse_unwritable, write_file
from transformer.project import Project
from transformer.proof import versions
from transformer.proof.interpreter import find_interpreter
from transformer.report import Report, html
from transformer.report.blocked import blocked
from transformer.resolve import resolve_options


def compared_by(
    path: Path,
    config: Config,
    output: Output,
    page: Path | None,
    *,
    before: str | None,
    after: str | None,
    python: Path | None,
    wrapper: str | None,
    settings: list[str] | None,
    **chosen: Any,
) -> dict[str, Any]:
    """The fields of a :class:`transformer.proof.comparison.Comparison`, but for its limit.

    ``chosen`` are options of a migration. Raises UsageError and Refused, before anything is run.
    """
    require_posix("Proofs run")
    refuse_unwritable(page, output.file)
    refuse_links(path, page, output.file)
    project = find_project(path, config, settings=settings, python=python)
    named = config.or_given("python", python, None, Path)
    interpreter = find_interpreter(project, named, wrapper)
    old, new = _versions(project, config, before, after, **chosen)
    return {
        "project": project,
        "before": old,
        "after": new,
        "interpreter": interpreter,
        "settings": settings[0] if settings else None,
    }


@contextlib.contextmanager
def telling(words: str) -> Iterator[Callable[[str], None]]:
    """Shows on a terminal what is being done."""
    status = Status(words, console=stderr())
    with status if stderr().is_terminal else contextlib.nullcontext():
        yield status.update


def emit(report: Report, output: Output, page: Path | None) -> None:
    """Write the page, if one is wanted, and say the report."""
    if page:
        write_file(page, html.render(report).encode())
    output.emit(report)


def _versions(
    facts: Project, config: Config, before: str | None, after: str | None, **chosen: Any
) -> tuple[versions.Version, versions.Version]:
    """What was named; else the files as they stand, with what git or a migration makes of them.

    ``chosen`` are options of a migration. Raises what a migration does.
    """
    standing = versions.Version("the files as they stand")
    given = versions.named(facts, after) if after else None
    if before is not None:
        return versions.named(facts, before), given or standing
    if given is not None or versions.is_moved(facts):
        return versions.before(facts, given), given or standing
    choice = choose(config, **chosen)
    resolved = resolve_options(facts, choice.options, choice.app, choice.passes, choice.folder)
    done = pipeline.run(facts, resolved.options, resolved.passes, choice.exclude)
    if refused := blocked(done):
        raise refused
    return standing, versions.Version("the files after `usershift migrate`", changes=done.changes)
