"""``usershift migrate``: run the passes and hand over what they made."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.live import Live

from transformer import pipeline
from transformer.cli import deliver, options, parameters
from transformer.cli.boundary import reported
from transformer.cli.options import DELIVERY, MIGRATION, REPORT, flag, option
from transformer.cli.output import refuse_unwritable, stderr, write_file
from transformer.cli.parameters import FailOn
from transformer.fit import fit
from transformer.report import html, report
from transformer.report.runbook import runbook


def migrate(
    project: parameters.ProjectPath = Path(),
    dry_run: options.DryRun = False,
    check: options.Check = False,
    patch: options.Patch = None,
    commit: options.Commit = False,
    branch: options.Branch = None,
    no_verify: Annotated[
        bool | None,
        flag(DELIVERY, "--no-verify", help="Commit without the repository's hooks."),
    ] = None,
    allow_dirty: options.AllowDirty = None,
    undo: Annotated[
        bool,
        flag(DELIVERY, "--undo", help="Only put back what an interrupted run left half done."),
    ] = False,
    app: parameters.App = None,
    strategy: parameters.StrategyName = None,
    style: parameters.StyleName = None,
    suggested: Annotated[
        bool | None, flag(MIGRATION, "--suggested", help="Also make edits that are only likely.")
    ] = None,
    deploy: Annotated[
        bool | None, flag(MIGRATION, "--deploy", help="Also edit the scripts that deploy.")
    ] = None,
    only: parameters.Only = None,
    skip: parameters.Skip = None,
    exclude: parameters.Exclude = None,
    settings: parameters.Settings = None,
    django: parameters.DjangoSeries = None,
    python: parameters.Python = None,
    jobs: parameters.Jobs = None,
    fail_on: Annotated[
        FailOn | None,
        option(
            REPORT,
            "--fail-on",
            metavar="LEVEL",
            help="Exit 1 if there is a finding of this level or above: todo, review or note.",
        ),
    ] = None,
    page: Annotated[
        Path | None,
        option(REPORT, "--report", metavar="FILE", help="Also write an HTML page for reviewers."),
    ] = None,
    runbook_file: Annotated[
        Path | None,
        option(REPORT, "--runbook", metavar="FILE", help="Also write the steps for operations."),
    ] = None,
    format_: parameters.FormatName = None,
    output_file: parameters.OutputFile = None,
    config_file: parameters.ConfigFile = None,
) -> None:
    """Rewrite the project, and hand over one reviewable diff.

    The files themselves are changed, unless an option says what to do with the diff instead.
    """
    config, output = parameters.configured("migrate", project, config_file, format_, output_file)
    with reported("migrate", output):
        refuse_unwritable(page, runbook_file, output_file, patch)
        way = deliver.way_of(
            dry_run=dry_run, check=check, patch=patch, commit=commit, branch=branch
        )
        to = deliver.Destination(
            way,
            patch=patch,
            branch=branch or "",
            verify=not config.or_given("no-verify", no_verify, False, bool),
            allow_dirty=config.or_given("allow-dirty", allow_dirty, False, bool),
        )
        threshold = config.or_given("fail-on", fail_on, None, FailOn)
        choice = parameters.chosen(
            config,
            app=app,
            only=only,
            skip=skip,
            exclude=exclude,
            strategy=strategy,
            style=style,
            suggested=suggested,
            deploy=deploy,
            jobs=jobs,
        )
        find = partial(
            parameters.discovered, project, config, settings=settings, django=django, python=python
        )
        facts = find()
        if undo:
            words = deliver.put_back(facts)
            stderr().print(words or "No interrupted run left anything to put back.")
            return
        if restored := deliver.prepare(facts, to):
            stderr().print(restored)
            facts = find()
        # Without a thread that redraws it: the passes fork, and a fork copies a thread's locks.
        running = Live("Running the passes", console=stderr(), auto_refresh=False, transient=True)
        with running if stderr().is_terminal else contextlib.nullcontext():
            fitted = fit(facts, choice.options, choice.app, choice.passes)
            done = pipeline.run(facts, fitted.options, fitted.passes, choice.exclude)
        # Once the files are written, there is no difference left to show.
        patch_shown = deliver.diff_of(done) if page else b""
        steps = ""
        if runbook_file:
            steps = runbook(facts, fitted.options, done.tree, done.changes, done.findings)
        if done.blockers:
            exit_code = 3
            handed = deliver.Handed("Refused: nothing was written.")
        else:
            handed = deliver.hand_over(done, to)
            failing = threshold is not None and any(threshold.met(f.level) for f in done.findings)
            exit_code = int(failing or (check and bool(done.changes)))
        if not output.takes_stdout:
            deliver.print_diff(handed)
        result = report("migrate", done, exit_code, handed.words, handed.diff)
        output.emit(result)
        if runbook_file and not done.blockers:
            write_file(runbook_file, steps.encode())
        if page:
            write_file(page, html.render(result, patch_shown).encode())
    raise typer.Exit(exit_code)
