"""How an option looks in the help: under which heading, and what its value is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

DELIVERY = "What is done with the diff"
MIGRATION = "The migration"
PROJECT = "The project"
REPORT = "The report"


def flag(heading: str, *names: str, help: str) -> Any:
    """An option without a value."""
    return typer.Option(*names, help=help, metavar="", rich_help_panel=heading)


def option(heading: str, *names: str, metavar: str, help: str) -> Any:
    """An option with a value; its help says what happens without it."""
    return typer.Option(
        *names, help=help, metavar=metavar, rich_help_panel=heading, show_default=False
    )


DryRun: TypeAlias = Annotated[
    bool, flag(DELIVERY, "--dry-run", "-n", help="Print the diff; write nothing.")
]
Check: TypeAlias = Annotated[
    bool, flag(DELIVERY, "--check", help="Write nothing; exit 1 if something would change.")
]
Patch: TypeAlias = Annotated[
    Path | None,
    option(DELIVERY, "--patch", metavar="FILE", help="Write the diff to FILE, and nothing else."),
]
Commit: TypeAlias = Annotated[
    bool, flag(DELIVERY, "--commit", help="Commit on the current branch, once per pass.")
]
Branch: TypeAlias = Annotated[
    str | None,
    option(
        DELIVERY,
        "--branch",
        metavar="NAME",
        help="Commit on a new branch; the working tree stays as it is.",
    ),
]
AllowDirty: TypeAlias = Annotated[
    bool | None,
    flag(DELIVERY, "--allow-dirty", help="Go on where files are not committed."),
]
