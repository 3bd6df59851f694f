"""The options of all commands, each declared once: how it is called, what it takes, its help."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias, get_args, get_origin

import typer

from transformer.cli.output import Format
from transformer.findings import Level
from transformer.options import Stage, Strategy, Style
from transformer.report.text import View

DELIVERY = "What is done with the diff"
MIGRATION = "The migration"
PROJECT = "The project"
PROOF = "The proof"
REPORT = "The report"


def flag(heading: str, *names: str, help: str) -> Any:
    """An option without a value."""
    return typer.Option(*names, help=help, metavar="", rich_help_panel=heading)


def option(heading: str, *names: str, metavar: str, help: str) -> Any:
    """An option with a value; its help says what happens without it."""
    return typer.Option(
        *names, help=help, metavar=metavar, rich_help_panel=heading, show_default=False
    )


class Show(str, enum.Enum):
    """``all`` or a level of findings, each of which is listed to its end."""

    todo = "todo"
    review = "review"
    note = "note"
    all = "all"


class FailOn(str, enum.Enum):
    """Named by the least level that fails."""

    todo = "todo"
    review = "review"
    note = "note"


ProjectPath: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="PROJECT", help="The project, or any folder inside it.", show_default="here"
    ),
]
App: TypeAlias = Annotated[
    str | None,
    option(
        MIGRATION,
        "--app",
        metavar="LABEL",
        help="The app for the user model, also as a dotted path; `auto` for a free label.",
    ),
]
AppPath: TypeAlias = Annotated[
    str | None,
    option(
        MIGRATION,
        "--app-path",
        metavar="FOLDER",
        help="The folder of the app; one that is there already gets the app inside.",
    ),
]
Settings: TypeAlias = Annotated[
    list[str] | None,
    option(PROJECT, "--settings", metavar="MODULE", help="A settings module. Repeatable."),
]
Django: TypeAlias = Annotated[
    str | None,
    option(PROJECT, "--django", metavar="VERSION", help="The Django version it runs on."),
]
Python: TypeAlias = Annotated[
    Path | None,
    option(PROJECT, "--python", metavar="PATH", help="Its interpreter (which is not run)."),
]
RunPython: TypeAlias = Annotated[
    Path | None,
    option(
        PROJECT,
        "--python",
        metavar="PATH",
        help="Its interpreter, which is run (default: the active or neighbouring environment).",
    ),
]
Exec: TypeAlias = Annotated[
    str | None,
    option(
        PROJECT,
        "--exec",
        metavar="COMMAND",
        help="What runs Python where the project lives: 'docker compose run --rm web'.",
    ),
]
Before: TypeAlias = Annotated[
    str | None,
    option(
        PROOF,
        "--before",
        metavar="REVISION",
        help="The code before the migration: a revision or a folder (default: what git knows).",
    ),
]
After: TypeAlias = Annotated[
    str | None,
    option(
        PROOF,
        "--after",
        metavar="REVISION",
        help="The code after it: a revision or a folder (default: the files as they stand).",
    ),
]
PASSES = "settings, users-app, admin, migrations, references, templates, fixtures, texts, deploy"
"""Their names, as the help lists them: it is shown without the passes being imported."""
Only: TypeAlias = Annotated[
    list[str] | None,
    option(MIGRATION, "--only", metavar="PASS", help=f"Run only this pass: {PASSES}. Repeatable."),
]
Skip: TypeAlias = Annotated[
    list[str] | None,
    option(MIGRATION, "--skip", metavar="PASS", help="Leave this pass out. Repeatable."),
]
Select: TypeAlias = Annotated[
    list[str] | None,
    option(MIGRATION, "--select", metavar="CODE", help="Only these rules: US301, US3. Repeatable."),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    option(MIGRATION, "--ignore", metavar="CODE", help="All but these rules. Repeatable."),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    option(
        MIGRATION, "--exclude", metavar="GLOB", help="Leave these files as they are. Repeatable."
    ),
]
Jobs: TypeAlias = Annotated[
    int | None,
    option(
        PROJECT,
        "--jobs",
        metavar="N",
        help="Worker processes (default: all CPUs).",
    ),
]
ConfigFile: TypeAlias = Annotated[
    Path | None,
    option(
        PROJECT,
        "--config",
        metavar="FILE",
        help="Read this file instead of the pyproject.toml.",
    ),
]
FormatName: TypeAlias = Annotated[
    Format | None,
    option(
        REPORT,
        "--format",
        metavar="NAME",
        help="text (default), json, sarif, github, gitlab, junit, rdjson.",
    ),
]
OutputFile: TypeAlias = Annotated[
    Path | None,
    option(REPORT, "--output", metavar="FILE", help="Write the report to FILE."),
]
StrategyName: TypeAlias = Annotated[
    Strategy | None,
    option(
        MIGRATION,
        "--strategy",
        metavar="NAME",
        help="How databases adopt the model: bridge (default), command, two-step, graft.",
    ),
]
StyleName: TypeAlias = Annotated[
    Style | None,
    option(
        MIGRATION,
        "--style",
        metavar="NAME",
        help="How code names the model: get_user_model (default), direct.",
    ),
]
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
    bool,
    flag(DELIVERY, "--commit", help="Commit on the current branch; each commit works."),
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
    flag(DELIVERY, "--allow-dirty", help="Continue with uncommitted changes."),
]
NoVerify: TypeAlias = Annotated[
    bool | None, flag(DELIVERY, "--no-verify", help="Commit without the repository's hooks.")
]
StageName: TypeAlias = Annotated[
    Stage | None,
    option(
        DELIVERY,
        "--stage",
        metavar="NAME",
        help="prepare: only what can be merged before the switch; switch: the rest of it.",
    ),
]
Undo: TypeAlias = Annotated[
    bool, flag(DELIVERY, "--undo", help="Only put back what an interrupted run left half done.")
]
Suggested: TypeAlias = Annotated[
    bool | None, flag(MIGRATION, "--suggested", help="Also make edits that are only likely.")
]
Deploy: TypeAlias = Annotated[
    bool | None,
    flag(
        MIGRATION,
        "--deploy",
        help="With the strategy command, also add `adopt_users` to scripts that migrate.",
    ),
]
FailOnLevel: TypeAlias = Annotated[
    FailOn | None,
    option(
        REPORT,
        "--fail-on",
        metavar="LEVEL",
        help="Exit 1 if there is a finding of this level or above: todo, review or note.",
    ),
]
PageFile: TypeAlias = Annotated[
    Path | None,
    option(REPORT, "--report", metavar="FILE", help="Also write an HTML page for reviewers."),
]
RunbookFile: TypeAlias = Annotated[
    Path | None,
    option(REPORT, "--runbook", metavar="FILE", help="Also write the steps for operations."),
]


PullRequestFile: TypeAlias = Annotated[
    Path | None,
    option(REPORT, "--pr-body", metavar="FILE", help="Also write the text of a pull request."),
]


ShowLevel: TypeAlias = Annotated[
    Show | None,
    option(
        REPORT,
        "--show",
        metavar="LEVEL",
        help="List every finding of a level: todo, review, note; or all.",
    ),
]
Quiet: TypeAlias = Annotated[
    bool, flag(REPORT, "--quiet", "-q", help="Say only what stands in the way.")
]
Verbose: TypeAlias = Annotated[
    bool, flag(REPORT, "--verbose", "-v", help="Also list the rules, and passes without edits.")
]


def view(show: Show | None, quiet: bool, verbose: bool) -> View:
    """How much of a report is shown."""
    level = Level(show.value) if show and show is not Show.all else None
    return View(level, show is Show.all, verbose, quiet)


def _key(declared: Any) -> tuple[str, type]:
    """What an option is called in the configuration, and the type that its value has there."""
    optional, declaration = get_args(declared)
    kind = get_args(optional)[0]
    kind = get_origin(kind) or kind
    # Typer keeps the first name as a default until it reads the annotation.
    return declaration.default.removeprefix("--"), kind if kind in (bool, int, list) else str


CONFIGURABLE = (
    *(AllowDirty, App, AppPath, Deploy, Django, Exclude, FailOnLevel, FormatName, Ignore, Jobs),
    *(NoVerify, Only, Python, Select, Settings, Skip, StrategyName, StyleName, Suggested),
)
KEYS: Mapping[str, type] = {**dict(map(_key, CONFIGURABLE)), "per-file-ignores": dict}
"""The keys of ``[tool.usershift]``: these options, under their names without the dashes.

``per-file-ignores`` is a table of its own, as in ruff: codes by pattern.
"""
