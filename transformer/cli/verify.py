"""``usershift verify``: prove by the project's own interpreter that nothing was lost."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.status import Status

from transformer import pipeline
from transformer.cli import options
from transformer.cli.boundary import report_errors
from transformer.cli.config import Config, choose, find_project, load_config
from transformer.cli.options import PROOF, flag, option
from transformer.cli.output import stderr
from transformer.cli.sinks import refuse_links, refuse_unwritable, write_file
from transformer.project import Project
from transformer.proof import versions
from transformer.proof.interpreter import find_interpreter
from transformer.proof.verify import Verification
from transformer.proof.verify import verify as prove
from transformer.report import html, proven
from transformer.report.blocked import blocked
from transformer.resolve import resolve_options


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
        refuse_unwritable(page, output.file)
        refuse_links(project, page, output.file)
        facts = find_project(project, config, settings=settings, python=python)
        interpreter = find_interpreter(
            facts, config.or_given("python", python, None, Path), wrapper
        )
        old, new = compared_versions(
            facts,
            config,
            before,
            after,
            app=app,
            strategy=strategy,
            style=style,
            suggested=suggested,
            exclude=exclude,
        )
        wanted = Verification(
            facts,
            old,
            new,
            interpreter,
            settings[0] if settings else None,
            "" if no_tests else tests,
            keep_engine,
            bisect,
            limit,
            6 * limit,
        )
        status = Status("Proving", console=stderr())
        with status if stderr().is_terminal else contextlib.nullcontext():
            proofs = prove(wanted, status.update)
        words = f"Before: {old.words}. After: {new.words}. Run by {interpreter.source}."
        result = proven("verify", facts, proofs, words)
        if page:
            write_file(page, html.render(result).encode())
        output.emit(result)
    raise typer.Exit(result.exit_code)


def compared_versions(
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
    resolved = resolve_options(facts, choice.options, choice.app, choice.passes)
    done = pipeline.run(facts, resolved.options, resolved.passes, choice.exclude)
    if refused := blocked(done):
        raise refused
    return standing, versions.Version("the files after `usershift migrate`", changes=done.changes)
