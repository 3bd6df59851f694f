"""``usershift assess``: what the project is, and what a migration would do; writes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from transformer import pipeline
from transformer.cli import parameters
from transformer.cli.boundary import reported
from transformer.fit import fit
from transformer.report import report
from transformer.report.assessment import assess as assess_project


def assess(
    project: parameters.ProjectPath = Path(),
    app: parameters.App = None,
    strategy: parameters.StrategyName = None,
    style: parameters.StyleName = None,
    only: parameters.Only = None,
    skip: parameters.Skip = None,
    exclude: parameters.Exclude = None,
    settings: parameters.Settings = None,
    django: parameters.DjangoSeries = None,
    python: parameters.Python = None,
    jobs: parameters.Jobs = None,
    format_: parameters.FormatName = None,
    output_file: parameters.OutputFile = None,
    config_file: parameters.ConfigFile = None,
) -> None:
    """Show what the project is and what would be done. Exit 3 if something blocks it."""
    config, output = parameters.configured("assess", project, config_file, format_, output_file)
    with reported("assess", output):
        choice = parameters.chosen(
            config,
            app=app,
            only=only,
            skip=skip,
            exclude=exclude,
            strategy=strategy,
            style=style,
            jobs=jobs,
        )
        facts = parameters.discovered(
            project, config, settings=settings, django=django, python=python
        )
        fitted = fit(facts, choice.options, choice.app, choice.passes)
        done = pipeline.run(facts, fitted.options, fitted.passes, choice.exclude)
        exit_code = 3 if done.blockers else 0
        words = "Blocked: solve the blockers first." if done.blockers else "Ready to migrate."
        if not (done.blockers or done.changes):
            words = "Nothing to do: the project is as it should be."
        made = report("assess", done, exit_code, words)
        output.emit(replace(made, assessment=assess_project(done)))
    raise typer.Exit(exit_code)
