"""What the commands after a migration do: run one pass, and deliver as ``migrate`` does."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import typer

from transformer import pipeline
from transformer.cli import conclude, deliver
from transformer.cli.boundary import report_errors
from transformer.cli.config import choose, find_project, load_config
from transformer.cli.output import Format
from transformer.codemod.passes import Pass
from transformer.report.text import View
from transformer.resolve import resolve_existing


def run_pass(
    command: str,
    pass_: Pass,
    destination: deliver.Destination,
    project: Path,
    *,
    app: str | None,
    settings: list[str] | None,
    django: str | None,
    format_: Format | None,
    output_file: Path | None,
    config_file: Path | None,
    view: View,
) -> None:
    """Run one pass over a project that has its users app already, and deliver."""
    config, output = load_config(command, project, config_file, format_, output_file, view)
    with report_errors(command, output):
        find = partial(find_project, project, config, settings=settings, django=django)
        facts = deliver.prepare_project(find, destination)
        conclude.check(facts, destination, output, conclude.Papers())
        choice = choose(config, app=app)
        existing = resolve_existing(facts, choice.options, choice.app)
        done = pipeline.run(facts, existing, [pass_], choice.exclude)
        exit_code = done.exit_code(check=destination.check)
        conclude.conclude(command, done, destination, output, exit_code)
    raise typer.Exit(exit_code)
