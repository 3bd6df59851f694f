"""The options of ``usershift batch``, each declared once."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from transformer.cli.options import flag, option
from transformer.options import Stage

CHOICE = "Which repositories"
JOB = "What is done with each"
WORKERS = "Where and how the jobs run"
SUMMARY = "The summary"


class SummaryFormat(str, enum.Enum):
    text = "text"
    jsonl = "jsonl"
    csv = "csv"
    junit = "junit"


Manifest: TypeAlias = Annotated[
    Path,
    typer.Argument(
        help="A list of paths, globs and git URLs: text, TOML or YAML, or `-`.",
        show_default=False,
    ),
]
Work: TypeAlias = Annotated[
    Path,
    option(
        WORKERS,
        "--work",
        metavar="DIR",
        help="The work folder: state, reports, summary (default: usershift-batch).",
    ),
]
StageName: TypeAlias = Annotated[
    Stage | None,
    option(JOB, "--stage", metavar="NAME", help="Only this part: prepare, or switch."),
]
Name: TypeAlias = Annotated[
    str,
    option(
        JOB,
        "--branch",
        metavar="TEMPLATE",
        help="The branch, from {name}, {stage}, {labels}, {project} (default: usershift).",
    ),
]
PushedBranch: TypeAlias = Annotated[
    str | None,
    option(
        JOB,
        "--branch",
        metavar="TEMPLATE",
        help="The branch that is looked for (default: the one that the batch made).",
    ),
]
Message: TypeAlias = Annotated[
    str,
    option(
        JOB,
        "--message",
        metavar="TEMPLATE",
        help="The commits' messages, from {subject}, {body} and those of --branch.",
    ),
]
Pushes: TypeAlias = Annotated[
    bool, flag(JOB, "--push", help="Push each branch to where its repository was taken from.")
]
RequestCommand: TypeAlias = Annotated[
    str | None,
    option(
        JOB,
        "--request-command",
        metavar="TEMPLATE",
        help="After --push, open a request: `gh pr create --repo {name} --head {branch}"
        " --title {title} --body-file {body_file}`; also {base}, {labels}.",
    ),
]
Adopted: TypeAlias = Annotated[
    list[str] | None,
    option(
        SUMMARY,
        "--adopted",
        metavar="NAME=ENVIRONMENT",
        help="The database of this environment has run the migration. Repeatable.",
    ),
]
Cached: TypeAlias = Annotated[
    bool, flag(SUMMARY, "--cached", help="Show what was seen last; look at no repository.")
]
Verify: TypeAlias = Annotated[
    bool,
    flag(JOB, "--verify", help="Prove each branch with `usershift verify`: runs the project."),
]
Only: TypeAlias = Annotated[
    list[str] | None,
    option(
        CHOICE,
        "--only",
        metavar="PATTERN",
        help="Those whose name, key or label matches. Repeatable.",
    ),
]
Limit: TypeAlias = Annotated[
    int | None, option(CHOICE, "--limit", metavar="N", help="Begin at most N of them.")
]
Shard: TypeAlias = Annotated[
    str | None,
    option(CHOICE, "--shard", metavar="I/N", help="The I-th of N parts, for CI matrices."),
]
Retry: TypeAlias = Annotated[
    list[str] | None,
    option(
        CHOICE,
        "--retry",
        metavar="STATE",
        help="Also do again what ended so; `failed` is every failure. Repeatable.",
    ),
]
Since: TypeAlias = Annotated[
    str | None,
    option(
        CHOICE,
        "--since",
        metavar="WHEN",
        help="Results before WHEN do not count (7d, 12h, 2026-11-01).",
    ),
]
Lock: TypeAlias = Annotated[
    Path | None,
    option(CHOICE, "--lock", metavar="FILE", help="Take the commits that a lock file names."),
]
WouldRun: TypeAlias = Annotated[
    bool, flag(CHOICE, "--dry-run", "-n", help="Only say which would be run.")
]
JobCount: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        metavar="N",
        help="Repositories at the same time (default: all CPUs, or all of the cluster's).",
        rich_help_panel=WORKERS,
        show_default=False,
    ),
]
Scheduler: TypeAlias = Annotated[
    str | None,
    option(
        WORKERS,
        "--scheduler",
        metavar="ADDRESS",
        help="Run on this cluster of Dask, such as tcp://host:8786.",
    ),
]
TimeLimit: TypeAlias = Annotated[
    int, option(WORKERS, "--time-limit", metavar="SECONDS", help="Of one job (default: 900).")
]
MemoryLimit: TypeAlias = Annotated[
    int,
    option(WORKERS, "--memory-limit", metavar="MIB", help="Of one process (default: 4096)."),
]
DiskLimit: TypeAlias = Annotated[
    int, option(WORKERS, "--disk-limit", metavar="MIB", help="Of one job (default: 4096).")
]
SummaryFormatName: TypeAlias = Annotated[
    SummaryFormat,
    option(SUMMARY, "--format", metavar="NAME", help="text (default), jsonl, csv, junit."),
]
PageFile: TypeAlias = Annotated[
    Path | None,
    option(SUMMARY, "--report", metavar="FILE", help="Also write the page to FILE."),
]
OutputFile: TypeAlias = Annotated[
    Path | None,
    option(SUMMARY, "--output", metavar="FILE", help="Write it to FILE instead of stdout."),
]
