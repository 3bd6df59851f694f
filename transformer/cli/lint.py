"""``usershift lint``: references to the auth user that stand in the code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from transformer import lint as checker
from transformer.cli import options
from transformer.cli.boundary import report_errors
from transformer.cli.config import choose, find_project, load_config
from transformer.cli.output import stderr
from transformer.cli.sinks import Stdout
from transformer.errors import Refused
from transformer.printable import shown, shown_text
from transformer.project import files_only
from transformer.report import linted
from transformer.report.text import place
from transformer.resolve import resolve_for_lint


def lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATHS", help="Files or folders.", show_default="here"),
    ] = None,
    app: options.App = None,
    only: options.Only = None,
    skip: options.Skip = None,
    exclude: options.Exclude = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    settings: options.Settings = None,
    django: options.Django = None,
    jobs: options.Jobs = None,
    format_: options.FormatName = None,
    output_file: options.OutputFile = None,
    quiet: options.Quiet = False,
    config_file: options.ConfigFile = None,
) -> None:
    """Exit 1 if there are any."""
    wanted = paths or [Path()]
    config, output = load_config("lint", wanted[0], config_file, format_, output_file)
    with report_errors("lint", output):
        choice = choose(
            config,
            app=app,
            only=only,
            skip=skip,
            exclude=exclude,
            jobs=jobs,
            select=select,
            ignore=ignore,
        )
        try:
            facts = find_project(wanted[0], config, settings=settings, django=django)
        except Refused:
            if settings:
                raise
            # A library or one of several projects has references, too.
            facts = files_only(wanted[0])
        resolved = resolve_for_lint(facts, choice.options, choice.app, choice.passes)
        found = checker.lint(facts, resolved.options, resolved.passes, wanted, choice.exclude)
        report = linted(facts, found)
        if output.for_person:
            lines = []
            for finding in found:
                said = f"{shown(finding.message)} {shown_text(finding.remedy)}"
                lines.append(f"{place(finding)}: {finding.code} {said}\n")
            Stdout().write("".join(lines))
            if not quiet:
                stderr().print(report.done if found else "None found.")
        else:
            output.emit(report)
    raise typer.Exit(report.exit_code)
