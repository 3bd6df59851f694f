"""``usershift migrate``: run the passes and deliver what they made."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import typer

from transformer import pipeline, stages
from transformer.cli import conclude, deliver, options
from transformer.cli.boundary import report_errors
from transformer.cli.config import choose, find_project, load_config
from transformer.cli.options import FailOn
from transformer.cli.output import stderr
from transformer.cli.progress import phases
from transformer.findings import Level
from transformer.resolve import resolve_options


def migrate(
    project: options.ProjectPath = Path(),
    dry_run: options.DryRun = False,
    check: options.Check = False,
    patch: options.Patch = None,
    commit: options.Commit = False,
    branch: options.Branch = None,
    no_verify: options.NoVerify = None,
    allow_dirty: options.AllowDirty = None,
    stage: options.StageName = None,
    undo: options.Undo = False,
    app: options.App = None,
    app_path: options.AppPath = None,
    strategy: options.StrategyName = None,
    style: options.StyleName = None,
    suggested: options.Suggested = None,
    deploy: options.Deploy = None,
    only: options.Only = None,
    skip: options.Skip = None,
    exclude: options.Exclude = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    settings: options.Settings = None,
    django: options.Django = None,
    python: options.Python = None,
    jobs: options.Jobs = None,
    fail_on: options.FailOnLevel = None,
    page: options.PageFile = None,
    runbook_file: options.RunbookFile = None,
    pull_request: options.PullRequestFile = None,
    format_: options.FormatName = None,
    output_file: options.OutputFile = None,
    show: options.ShowLevel = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    config_file: options.ConfigFile = None,
) -> None:
    """The files themselves are changed, unless an option says what to do with the diff instead."""
    config, output = load_config(
        "migrate",
        project,
        config_file,
        format_,
        output_file,
        options.view(show, quiet, verbose),
    )
    with report_errors("migrate", output):
        destination = deliver.choose_destination(
            dry_run=dry_run,
            check=check,
            patch=patch,
            commit=commit,
            branch=branch,
            verify=not config.or_given("no-verify", no_verify, False, bool),
            allow_dirty=config.or_given("allow-dirty", allow_dirty, False, bool),
        )
        papers = conclude.Papers(page, runbook_file, pull_request)
        least = config.or_given("fail-on", fail_on, None, FailOn)
        choice = choose(
            config,
            app=app,
            app_path=app_path,
            only=only,
            skip=skip,
            exclude=exclude,
            strategy=strategy,
            style=style,
            suggested=suggested,
            deploy=deploy,
            jobs=jobs,
            select=select,
            ignore=ignore,
        )
        find = partial(
            find_project, project, config, settings=settings, django=django, python=python
        )
        if undo:
            words = deliver.roll_back(find())
            stderr().print(words or "No interrupted run left anything to put back.")
            return
        facts = deliver.prepare_project(find, destination)
        conclude.check(facts, destination, output, papers)
        with phases(len(facts.files), quiet=quiet) as begun:
            resolved = resolve_options(
                facts, choice.options, choice.app, choice.passes, choice.folder
            )
            done = pipeline.run(facts, resolved.options, resolved.passes, choice.exclude, begun)
            if stage or destination.mode.commits or papers.by_stage:
                done = stages.prepared(done, choice.exclude, begun)
            if stage:
                done = stages.only(done, stage)
        exit_code = done.exit_code(fail_on=Level(least.value) if least else None, check=check)
        conclude.conclude("migrate", done, destination, output, exit_code, papers)
    raise typer.Exit(exit_code)
