"""``usershift finalize`` and ``usershift rename-table``: the releases after the migration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer

from transformer import pipeline
from transformer.cli import deliver, options, parameters
from transformer.cli.boundary import reported
from transformer.cli.output import Format, stderr
from transformer.codemod.passes import Pass
from transformer.fit import fit_standing
from transformer.report import report


@dataclass(frozen=True)
class Choice:
    """What the command line says, but for the way of delivery."""

    project: Path
    app: str | None
    settings: list[str] | None
    django: str | None
    format: Format | None
    output: Path | None
    config: Path | None


def run_one(command: str, pass_: Pass, to: deliver.Destination, choice: Choice) -> None:
    """Run one pass and deliver, as ``migrate`` does with all of them."""
    config, output = parameters.configured(
        command, choice.project, choice.config, choice.format, choice.output
    )
    with reported(command, output):
        find = partial(
            parameters.discovered,
            choice.project,
            config,
            settings=choice.settings,
            django=choice.django,
        )
        facts = find()
        if restored := deliver.prepare(facts, to):
            stderr().print(restored)
            facts = find()
        chosen = parameters.chosen(config, app=choice.app)
        standing = fit_standing(facts, chosen.options, chosen.app)
        done = pipeline.run(facts, standing, [pass_], chosen.exclude)
        if done.blockers:
            exit_code, handed = 3, deliver.Handed("Refused: nothing was written.")
        else:
            exit_code = int(to.way is deliver.Way.CHECK and bool(done.changes))
            handed = deliver.hand_over(done, to)
        if not output.takes_stdout:
            deliver.print_diff(handed)
        output.emit(report(command, done, exit_code, handed.words, handed.diff))
    raise typer.Exit(exit_code)


def finalize(
    project: parameters.ProjectPath = Path(),
    dry_run: options.DryRun = False,
    check: options.Check = False,
    patch: options.Patch = None,
    commit: options.Commit = False,
    branch: options.Branch = None,
    allow_dirty: options.AllowDirty = None,
    app: parameters.App = None,
    settings: parameters.Settings = None,
    django: parameters.DjangoSeries = None,
    format_: parameters.FormatName = None,
    output_file: parameters.OutputFile = None,
    config_file: parameters.ConfigFile = None,
) -> None:
    """Make the users app plain, once EVERY database has adopted the model.

    A database that has not run `migrate` since the release is refused by Django from then on
    (InconsistentMigrationHistory).
    """
    from transformer.strategies.finalize import PASS

    way = deliver.way_of(dry_run=dry_run, check=check, patch=patch, commit=commit, branch=branch)
    to = deliver.Destination(way, patch, branch or "", allow_dirty=bool(allow_dirty))
    choice = Choice(project, app, settings, django, format_, output_file, config_file)
    run_one("finalize", PASS, to, choice)


def rename_table(
    project: parameters.ProjectPath = Path(),
    dry_run: options.DryRun = False,
    check: options.Check = False,
    patch: options.Patch = None,
    commit: options.Commit = False,
    branch: options.Branch = None,
    allow_dirty: options.AllowDirty = None,
    app: parameters.App = None,
    settings: parameters.Settings = None,
    django: parameters.DjangoSeries = None,
    format_: parameters.FormatName = None,
    output_file: parameters.OutputFile = None,
    config_file: parameters.ConfigFile = None,
) -> None:
    """Give the table auth_user the name of its model, in a later release.

    That release needs a short stop: old code does not find the renamed table. Refused while SQL or
    fixtures of the repository still name it.
    """
    from transformer.strategies.rename_table import PASS

    way = deliver.way_of(dry_run=dry_run, check=check, patch=patch, commit=commit, branch=branch)
    to = deliver.Destination(way, patch, branch or "", allow_dirty=bool(allow_dirty))
    choice = Choice(project, app, settings, django, format_, output_file, config_file)
    run_one("rename-table", PASS, to, choice)
