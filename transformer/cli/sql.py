"""``usershift sql``: the adoption's statements for one database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from transformer.cli import parameters
from transformer.cli.boundary import reported
from transformer.cli.options import MIGRATION, option
from transformer.cli.parameters import Strategy
from transformer.fit import fit
from transformer.strategies.generated_app import users_app
from transformer.strategies.sql import Vendor, statements


def sql(
    project: parameters.ProjectPath = Path(),
    database: Annotated[
        Vendor,
        option(
            MIGRATION,
            "--database",
            metavar="VENDOR",
            help="postgresql (default), mysql, sqlite, oracle.",
        ),
    ] = Vendor.postgresql,
    app: parameters.App = None,
    strategy: Annotated[
        Strategy | None,
        option(
            MIGRATION,
            "--strategy",
            metavar="NAME",
            help="That of the migration: command (default), bridge, two-step, graft.",
        ),
    ] = None,
    settings: parameters.Settings = None,
    django: parameters.DjangoSeries = None,
    config_file: parameters.ConfigFile = None,
) -> None:
    """Print the adoption as SQL, for a database administrator.

    It can be run twice, and merges the content types where there are two.
    """
    config, output = parameters.configured("sql", project, config_file, None, None)
    with reported("sql", output):
        facts = parameters.discovered(project, config, settings=settings, django=django)
        choice = parameters.chosen(config, app=app, strategy=strategy or Strategy.command)
        options = fit(facts, choice.options, choice.app, choice.passes).options
        users = users_app(facts, options)
        known = [one.installed_apps for one in facts.settings if one.installed_apps is not None]
        admin = not known or any(
            "django.contrib.admin" in entry for apps in known for entry in apps
        )
        sys.stdout.write(statements(users, database, admin))
