"""``usershift sql``: the adoption's statements for one database."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from transformer.cli import options
from transformer.cli.boundary import report_errors
from transformer.cli.config import choose, find_project, load_config
from transformer.cli.options import MIGRATION, option
from transformer.options import Strategy
from transformer.resolve import resolve_options
from transformer.strategies.generated_app import users_app
from transformer.strategies.sql import Vendor, statements


def sql(
    project: options.ProjectPath = Path(),
    database: Annotated[
        Vendor,
        option(
            MIGRATION,
            "--database",
            metavar="VENDOR",
            help="postgresql (default), mysql, sqlite, oracle.",
        ),
    ] = Vendor.postgresql,
    app: options.App = None,
    strategy: Annotated[
        Strategy | None,
        option(
            MIGRATION,
            "--strategy",
            metavar="NAME",
            help="That of the migration: command (default), bridge, two-step, graft.",
        ),
    ] = None,
    settings: options.Settings = None,
    django: options.Django = None,
    config_file: options.ConfigFile = None,
) -> None:
    """It can be run twice, and merges the content types where there are two."""
    config, output = load_config("sql", project, config_file, None, None)
    with report_errors("sql", output):
        facts = find_project(project, config, settings=settings, django=django)
        choice = choose(config, app=app, strategy=strategy or Strategy.command)
        resolved = resolve_options(facts, choice.options, choice.app, choice.passes, choice.folder)
        asked = replace(resolved.options, strategy=choice.options.strategy)
        users = users_app(facts, asked)
        sys.stdout.write(statements(users, database, facts.installs("django.contrib.admin")))
