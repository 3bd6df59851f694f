"""``usershift rename-table``: the release that gives the table the name of its model."""

from __future__ import annotations

from pathlib import Path

from transformer.cli import deliver, options
from transformer.cli.single_pass import run_pass


def rename_table(
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
    """The release needs a short stop: old code does not find the renamed table.

    Refused while SQL or fixtures of the repository still name it.
    """
    from transformer.strategies.rename_table import PASS

    destination = deliver.choose_destination(
        dry_run=dry_run,
        check=check,
        patch=patch,
        commit=commit,
        branch=branch,
        allow_dirty=bool(allow_dirty),
    )
    run_pass(
        "rename-table",
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
