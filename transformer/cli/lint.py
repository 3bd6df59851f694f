"""``usershift lint``: references to the auth user that stand in the code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from transformer import lint as checker
from transformer.cli import parameters
from transformer.cli.boundary import reported
from transformer.cli.output import stderr
from transformer.errors import Refused
from transformer.fit import fit
from transformer.project import files_only
from transformer.report import Report
from transformer.report.text import place


def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders.", show_default="here")
    ] = None,
    app: parameters.App = None,
    only: parameters.Only = None,
    skip: parameters.Skip = None,
    exclude: parameters.Exclude = None,
    settings: parameters.Settings = None,
    django: parameters.DjangoSeries = None,
    jobs: parameters.Jobs = None,
    format_: parameters.FormatName = None,
    output_file: parameters.OutputFile = None,
    config_file: parameters.ConfigFile = None,
) -> None:
    """Find references to the auth user in the code. Exit 1 if there are any."""
    wanted = paths or [Path()]
    config, output = parameters.configured("lint", wanted[0], config_file, format_, output_file)
    with reported("lint", output):
        choice = parameters.chosen(
            config, app=app, only=only, skip=skip, exclude=exclude, jobs=jobs
        )
        try:
            facts = parameters.discovered(wanted[0], config, settings=settings, django=django)
        except Refused:
            if settings:
                raise
            # A library or one of several projects has references, too.
            facts = files_only(wanted[0])
        fitted = fit(facts, choice.options, choice.app or "auto", choice.passes)
        found = checker.lint(facts, fitted.options, fitted.passes, wanted, choice.exclude)
        exit_code = int(bool(found))
        if output.for_person:
            for finding in found:
                said = f"{finding.message} {finding.remedy}"
                sys.stdout.write(f"{place(finding)}: {finding.code} {said}\n")
            stderr().print(f"{len(found)} found." if found else "None found.")
        else:
            done = f"{len(found)} found."
            output.emit(Report("lint", exit_code, facts, findings=found, done=done))
    raise typer.Exit(exit_code)
