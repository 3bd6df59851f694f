"""The commands, in the order in which the help lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from transformer import __version__
from transformer.cli import assess, explain, finalize, lint, migrate, rename_table, rules, sql

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("assess")(assess.assess)
app.command("migrate")(migrate.migrate)
app.command("sql")(sql.sql)
app.command("finalize")(finalize.finalize)
app.command("rename-table")(rename_table.rename_table)
app.command("lint")(lint.lint)
app.command("rules")(rules.rules)
app.command("explain")(explain.explain)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"usershift {__version__}")
        raise typer.Exit


@app.callback()
def usershift(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, metavar="", help="Print the version."
        ),
    ] = False,
) -> None:
    """Move a Django project from auth.User to a user model of its own, without losing a row."""
