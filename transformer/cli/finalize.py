"""``usershift finalize``: the release after every database has adopted the model."""

from __future__ import annotations

from pathlib import Path

from transformer.cli import deliver, options
from transformer.cli.single_pass import run_pass


def finalize(
    project: options.ProjectPath = Path(),
    dry_run: options.DryRun = False,
    check: options.Check = False,
    patch: options.Patch = None,
    commit: options.Commit = False,
    branch: options.Branch = None,
    allow_dirty: options.AllowDirty = None,
    app: options.App = None,
    settings: options.Settings = None,
    django: options.Django = None,
    format_: options.FormatName = None,
    output_file: options.OutputFile = None,
    show: options.ShowLevel = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    config_file: options.ConfigFile = None,
) -> None:
    """A database that has not run `migrate` since the release is refused by Django from then on
    (InconsistentMigrationHistory).
    """
    from transformer.strategies.finalize import PASS

    destination = deliver.choose_destination(
        dry_run=dry_run,
        check=check,
        patch=patch,
        commit=commit,
        branch=branch,
        allow_dirty=bool(allow_dirty),
    )
    run_pass(
        "finalize",
        PASS,
        destination,
        project,
        app=app,
        settings=settings,
        django=django,
        format_=format_,
        output_file=output_file,
        config_file=config_file,
        view=options.view(show, quiet, verbose),
    )
