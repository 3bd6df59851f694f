"""The commands, in the order in which the help lists them.

What a command needs is imported when it is called: the help, the version and a mistyped name are
answered at once. That is also why the list of commands is laid out without Rich.
"""

from __future__ import annotations

from importlib import import_module
from inspect import cleandoc
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from transformer import __version__

COMMANDS = {
    "assess": "Show what the project is and what would be done.",
    "migrate": "Rewrite the project, and hand over one reviewable diff.",
    "verify": "Prove that a migration loses nothing, in a disposable copy.",
    "rehearse": "Adopt a copy of a real database, go back, and adopt again.",
    "sql": "Print the adoption as SQL, for a database administrator.",
    "finalize": "Make the users app plain once EVERY database has adopted it.",
    "rename-table": "Give the table auth_user the name of its model, later on.",
    "lint": "Find references to the auth user in the code.",
    "batch": "Migrate many repositories, one branch and report each.",
    "rules": "List the rules: code, level, pass, and what each is about.",
    "explain": "Show one rule: what breaks, what is done about it, examples.",
}


def load(name: str) -> Any:
    """A command with its options: the function of its name, in the module of its name.

    The function's docstring is what its help says after the line of ``COMMANDS``. A module may have
    an application of several commands instead.
    """
    module = import_module(f"transformer.cli.{name.replace('-', '_')}")
    if application := getattr(module, "application", None):
        return typer.main.get_command(application)
    function = getattr(module, name.replace("-", "_"))
    single = typer.Typer(
        add_completion=False, rich_markup_mode="rich", context_settings=app.info.context_settings
    )
    # Typer keeps the line breaks of all paragraphs but the first.
    paragraphs = cleandoc(function.__doc__ or "").split("\n\n")
    text = "\n\n".join([COMMANDS[name], *(" ".join(p.split()) for p in paragraphs)])
    single.command(name, cls=Command, help=text)(function)
    return typer.main.get_command(single)


class Command(TyperCommand):
    """A command whose help shows ``--help`` as it does every other flag."""

    def get_help_option(self, ctx: Any) -> Any:
        found = super().get_help_option(ctx)
        if found is not None:
            found.metavar = ""
        return found


class Commands(TyperGroup):
    """Knows the commands by name and summary, and loads the one that is called."""

    def __init__(self, **attrs: Any) -> None:
        listed = [TyperCommand(name, help=summary) for name, summary in COMMANDS.items()]
        super().__init__(**{**attrs, "commands": listed})

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Raises UsageError of Click for a name that no command has."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else command, rest


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
