"""``usershift rehearse``: the adoption of a copy of a real database."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer
from rich.status import Status

from transformer.cli import options
from transformer.cli.boundary import report_errors
from transformer.cli.config import find_project, load_config
from transformer.cli.options import PROOF, flag, option
from transformer.cli.output import stderr
from transformer.cli.sinks import refuse_links, refuse_unwritable, write_file
from transformer.cli.verify import compared_versions
from transformer.proof.interpreter import find_interpreter
from transformer.proof.rehearse import Rehearsal
from transformer.proof.rehearse import rehearse as run
from transformer.report import html, proven


def rehearse(
    project: options.ProjectPath = Path(),
    database: Annotated[
        str,
        option(PROOF, "--database", metavar="ALIAS", help="Of the settings (default: default)."),
    ] = "default",
    copy: Annotated[
        bool, flag(PROOF, "--copy", help="The database is a copy, and may be changed.")
    ] = False,
    clone: Annotated[
        bool,
        flag(PROOF, "--clone", help="Have PostgreSQL clone it; the clone is dropped."),
    ] = False,
    before: options.Before = None,
    after: options.After = None,
    limit: Annotated[
        int,
        option(PROOF, "--time-limit", metavar="SECONDS", help="For each step (default: 3600)."),
    ] = 3600,
    python: options.RunPython = None,
    wrapper: options.Exec = None,
    app: options.App = None,
    strategy: options.StrategyName = None,
    settings: options.Settings = None,
    page: options.PageFile = None,
    format_: options.FormatName = None,
    output_file: options.OutputFile = None,
    config_file: options.ConfigFile = None,
) -> None:
    """A file of SQLite is copied first; any other database must be a copy, or be cloned.

    It adopts, compares every table, goes back, compares, and adopts again. It says what the
    adoption of the real database will do, how long it will take, and what it locks.
    """
    config, output = load_config("rehearse", project, config_file, format_, output_file)
    with report_errors("rehearse", output):
        refuse_unwritable(page, output.file)
        refuse_links(project, page, output.file)
        facts = find_project(project, config, settings=settings, python=python)
        named = config.or_given("python", python, None, Path)
        interpreter = find_interpreter(facts, named, wrapper)
        old, new = compared_versions(facts, config, before, after, app=app, strategy=strategy)
        wanted = Rehearsal(
            facts,
            old,
            new,
            interpreter,
            database,
            clone,
            copy,
            settings[0] if settings else None,
            limit,
        )
        status = Status("Rehearsing", console=stderr())
        with status if stderr().is_terminal else contextlib.nullcontext():
            done = run(wanted, status.update)
        result = proven("rehearse", facts, done.proofs, done.words)
        if page:
            write_file(page, html.render(result).encode())
        output.emit(result)
    raise typer.Exit(result.exit_code)
