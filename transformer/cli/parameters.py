"""The options that more than one command takes, and what they resolve to."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from transformer.cli.boundary import reported
from transformer.cli.config import Config, load
from transformer.cli.options import MIGRATION, PROJECT, REPORT, option
from transformer.cli.output import Format, Output
from transformer.codemod.passes import Pass
from transformer.codemod.processes import available
from transformer.errors import UsageError
from transformer.findings import Level
from transformer.options import Options
from transformer.pipeline import chosen_passes
from transformer.project import Project, discover

ProjectPath: TypeAlias = Annotated[
    Path, typer.Argument(help="The project, or any folder inside it.", show_default="here")
]
App: TypeAlias = Annotated[
    str | None,
    option(
        MIGRATION,
        "--app",
        metavar="LABEL",
        help="The app for the user model, or `auto` for a free label.",
    ),
]
Settings: TypeAlias = Annotated[
    list[str] | None,
    option(PROJECT, "--settings", metavar="MODULE", help="A settings module. Repeatable."),
]
DjangoSeries: TypeAlias = Annotated[
    str | None,
    option(PROJECT, "--django", metavar="VERSION", help="The Django version it runs on."),
]
Python: TypeAlias = Annotated[
    Path | None,
    option(PROJECT, "--python", metavar="PATH", help="Its interpreter (which is not run)."),
]
Only: TypeAlias = Annotated[
    list[str] | None,
    option(MIGRATION, "--only", metavar="PASS", help="Run only this pass. Repeatable."),
]
Skip: TypeAlias = Annotated[
    list[str] | None,
    option(MIGRATION, "--skip", metavar="PASS", help="Leave this pass out. Repeatable."),
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
        help="How many processes may work (default: as many as can).",
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
    option(REPORT, "--format", metavar="NAME", help="text (default), json, sarif, github."),
]
OutputFile: TypeAlias = Annotated[
    Path | None,
    option(REPORT, "--output", metavar="FILE", help="Write the report to FILE."),
]


class Strategy(str, enum.Enum):
    bridge = "bridge"
    command = "command"
    two_step = "two-step"
    graft = "graft"


class Style(str, enum.Enum):
    get_user_model = "get_user_model"
    direct = "direct"


class FailOn(str, enum.Enum):
    """Named by the least level that fails."""

    todo = "todo"
    review = "review"
    note = "note"

    def met(self, level: Level) -> bool:
        order = list(Level)
        return order.index(level) <= order.index(Level(self.value))


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


@dataclass(frozen=True)
class Chosen:
    """What the command line and the configuration choose together.

    ``app`` is the label that was asked for; :func:`transformer.fit.fit` finds its place.
    """

    options: Options
    app: str | None
    passes: tuple[Pass, ...]
    exclude: Sequence[str]


def discovered(
    path: Path,
    config: Config,
    *,
    settings: list[str] | None = None,
    django: str | None = None,
    python: Path | None = None,
) -> Project:
    """Raises UsageError for a wrong choice, Refused where there is no project to work on."""
    return discover(
        path,
        settings=config.or_given("settings", settings, [], list),
        django=config.or_given("django", django, None, str),
        python=config.or_given("python", python, None, Path),
    )


def chosen(
    config: Config,
    *,
    app: str | None = None,
    only: list[str] | None = None,
    skip: list[str] | None = None,
    exclude: list[str] | None = None,
    strategy: Strategy | None = None,
    style: Style | None = None,
    suggested: bool | None = None,
    deploy: bool | None = None,
    jobs: int | None = None,
) -> Chosen:
    """Raises UsageError for a wrong choice."""
    passes = chosen_passes(
        config.or_given("only", only, [], list), config.or_given("skip", skip, [], list)
    )
    options = Options(
        strategy=config.or_given("strategy", strategy, Strategy.bridge, Strategy).value,
        style=config.or_given("style", style, Style.get_user_model, Style).value,
        suggested=config.or_given("suggested", suggested, False, bool),
        deploy=config.or_given("deploy", deploy, False, bool),
        jobs=_at_least_one(config.or_given("jobs", jobs, available(), int)),
    )
    label = config.or_given("app", app, None, str)
    return Chosen(options, label, passes, config.or_given("exclude", exclude, [], list))


def _at_least_one(jobs: int) -> int:
    if jobs < 1:
        raise UsageError(f"{jobs} processes cannot work.", "Give --jobs 1 or more.")
    return jobs


def configured(
    command: str, project: Path, file: Path | None, format_: Format | None, output: Path | None
) -> tuple[Config, Output]:
    """The configuration, and where the report goes. Raises UsageError for one that is wrong."""
    with reported(command, Output(format_ or Format.text, output)):
        config = load(project, file)
        return config, Output(config.or_given("format", format_, Format.text, Format), output)
