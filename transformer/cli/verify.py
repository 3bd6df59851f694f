"""``usershift verify``: prove by the project's own interpreter that nothing was lost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transformer.cli import options
from transformer.cli.boundary import report_errors
from transformer.cli.config import load_config
from transformer.cli.options import PROOF, flag, option
from transformer.cli.proving import compared_by, emit, telling
from transformer.proof.verify import Verification
from transformer.proof.verify import verify as prove
from transformer.report import proven


def verify(
    project: options.ProjectPath = Path(),
    before: options.Before = None,
    after: options.After = None,
    tests: Annotated[
        str | None,
        option(
            PROOF,
            "--tests",
            metavar="COMMAND",
            help="What runs its tests (default: pytest where it is configured, else manage.py).",
        ),
    ] = None,
    no_tests: Annotated[bool, flag(PROOF, "--no-tests", help="Leave its tests out.")] = False,
    bisect: Annotated[
        bool,
        flag(PROOF, "--bisect", help="Find the commit and the file that change a test's outcome."),
    ] = False,
    keep_engine: Annotated[
        bool,
        flag(PROOF, "--keep-engine", help="Make its databases on the servers of the settings."),
    ] = False,
    limit: Annotated[
        int,
        option(
            PROOF,
            "--time-limit",
            metavar="SECONDS",
            help="For each step; its tests get six times it (600).",
        ),
    ] = 600,
    python: options.RunPython = None,
    wrapper: options.Exec = None,
    app: options.App = None,
    strategy: options.StrategyName = None,
    style: options.StyleName = None,
    suggested: options.Suggested = None,
    exclude: options.Exclude = None,
    settings: options.Settings = None,
    page: options.PageFile = None,
    format_: options.FormatName = None,
    output_file: options.OutputFile = None,
    config_file: options.ConfigFile = None,
) -> None:
    """Exit 1 if a proof fails. The project itself is not touched.

    It runs the project's code with its own interpreter: before the migration and after, over
    databases of its own. Where the project is not migrated yet, the copy is.
    """
    config, output = load_config("verify", project, config_file, format_, output_file)
    with report_errors("verify", output):
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
            style=style,
            suggested=suggested,
            exclude=exclude,
        )
        wanted = Verification(
            **compared,
            tests="" if no_tests else tests,
            keep_engine=keep_engine,
            bisect=bisect,
            limit=limit,
            tests_limit=6 * limit,
        )
        with telling("Proving") as tell:
            proofs = prove(wanted, tell)
        words = (
            f"Before: {wanted.before.words}. After: {wanted.after.words}."
            f" Run by {wanted.interpreter.shown}."
        )
        result = proven("verify", wanted.project, proofs, words)
        emit(result, output, page)
    raise typer.Exit(result.exit_code)
