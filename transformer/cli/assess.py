"""``usershift assess``: what the project is, and what a migration would do; writes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from transformer import pipeline, stages
from transformer.cli import options
from transformer.cli.boundary import report_errors
from transformer.cli.config import choose, find_project, load_config
from transformer.cli.output import stderr, stdout
from transformer.cli.progress import phases
from transformer.errors import Refused
from transformer.report import failed, report
from transformer.report.assessment import assess as assess_project
from transformer.report.assessment import facts as facts_of
from transformer.report.assessment import verdict
from transformer.report.next_steps import next_steps
from transformer.report.text import facts as show_facts
from transformer.report.text import problem
from transformer.resolve import resolve_options


def assess(
    project: options.ProjectPath = Path(),
    app: options.App = None,
    app_path: options.AppPath = None,
    strategy: options.StrategyName = None,
    style: options.StyleName = None,
    only: options.Only = None,
    skip: options.Skip = None,
    exclude: options.Exclude = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    settings: options.Settings = None,
    django: options.Django = None,
    python: options.Python = None,
    jobs: options.Jobs = None,
    format_: options.FormatName = None,
    output_file: options.OutputFile = None,
    show: options.ShowLevel = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    config_file: options.ConfigFile = None,
) -> None:
    """Exit 3 if something blocks it."""
    config, output = load_config(
        "assess",
        project,
        config_file,
        format_,
        output_file,
        options.view(show, quiet, verbose),
    )
    output = replace(output, result=True)
    with report_errors("assess", output):
        choice = choose(
            config,
            app=app,
            app_path=app_path,
            only=only,
            skip=skip,
            exclude=exclude,
            strategy=strategy,
            style=style,
            jobs=jobs,
            select=select,
            ignore=ignore,
        )
        facts = find_project(project, config, settings=settings, django=django, python=python)
        try:
            resolved = resolve_options(
                facts, choice.options, choice.app, choice.passes, choice.folder
            )
        except Refused as error:
            if output.for_person:
                show_facts(facts_of(facts), stdout())
                raise
            made = failed("assess", error, facts)
            problem(stderr(), error.message, error.remedy)
        else:
            with phases(len(facts.files), quiet=quiet) as begun:
                chosen, passes = resolved.options, resolved.passes
                done = pipeline.run(facts, chosen, passes, choice.exclude, begun)
                done = stages.prepared(done, choice.exclude, begun)
            then = next_steps("assess", done, written=False)
            made = report("assess", done, done.exit_code(), verdict(done), then=then)
            made = replace(made, assessment=assess_project(done))
        output.emit(made)
    raise typer.Exit(made.exit_code)
