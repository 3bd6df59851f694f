"""``usershift rehearse``: the adoption of a copy of a real database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transformer.cli import options
from transformer.cli.boundary import report_errors
from transformer.cli.config import load_config
from transformer.cli.options import PROOF, flag, option
from transformer.cli.proving import compared_by, emit, telling
from transformer.proof.rehearse import Rehearsal
from transformer.proof.rehearse import rehearse as run
from transformer.report import proven


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
    renames: Annotated[
        bool,
        flag(PROOF, "--rename-table", help="Then rehearse the release of `rename-table`, too."),
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
        compared = compared_by(
            project,
            config,
            output,
            page,
            before=before,
            after=after,
            python=python,
            wrapper=wrapper,
            settings=settings,
            app=app,
            strategy=strategy,
        )
        wanted = Rehearsal(
            **compared, alias=database, clone=clone, declared=copy, renames=renames, limit=limit
        )
        with telling("Rehearsing") as tell:
            done = run(wanted, tell)
        result = proven("rehearse", wanted.project, done.proofs, done.words)
        emit(result, output, page)
    raise typer.Exit(result.exit_code)
