"""What the command line and ``[tool.usershift]`` choose together.

The table stands in the project's pyproject.toml, or in the file that ``--config`` names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from transformer.cli.boundary import report_errors
from transformer.cli.options import KEYS
from transformer.cli.output import Format, Output
from transformer.codemod.passes import Pass
from transformer.codemod.processes import available
from transformer.errors import UsageError, nearest
from transformer.formats.toml import loads
from transformer.options import Options, Strategy, Style
from transformer.pipeline import chosen_passes
from transformer.project import Project, discover
from transformer.registry import all_rules
from transformer.report.text import USUAL, View
from transformer.selection import Selection

_WORDS = {
    str: "a string",
    bool: "true or false",
    int: "a number",
    list: "a list of strings",
    dict: "a table of lists of codes, by pattern",
}

T = TypeVar("T")


@dataclass(frozen=True)
class Config:
    """``values`` by their keys in the file; ``source`` is what messages call that file."""

    values: Mapping[str, Any]
    source: str = ""

    def or_given(self, key: str, given: T | None, default: T, read: Callable[[Any], T]) -> T:
        """What the command line gave, else what the file says, else the default.

        Raises UsageError where ``read`` does not take the file's value.
        """
        if given is not None and given != []:
            return given
        if key not in self.values:
            return default
        try:
            return read(self.values[key])
        except (ValueError, RecursionError) as error:
            raise UsageError(
                f"{self.source}: `{key}` cannot be {self.values[key]!r}.", str(error)
            ) from None


def load(project: Path, file: Path | None) -> Config:
    """The configuration of a project, or of ``file`` where one was named.

    Raises UsageError for a file that cannot be read, an unknown key, a value of a wrong type.
    """
    if file is not None:
        document = _read(file)
        table = document.get("tool", {}).get("usershift", document)
        return _checked(table, str(file))
    start = project.resolve()
    for folder in (start, *start.parents):
        candidate = folder / "pyproject.toml"
        if candidate.is_file():
            table = _read(candidate).get("tool", {}).get("usershift")
            if table is not None:
                return _checked(table, f"{candidate} [tool.usershift]")
        if (folder / ".git").exists():
            break
    return Config({})


def _read(file: Path) -> dict[str, Any]:
    try:
        return loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Name another.") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} cannot be read: {error}.", "Fix it, or name another.") from None


def _checked(table: Mapping[str, Any], source: str) -> Config:
    values = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in KEYS:
            raise UsageError(f"{source}: unknown key `{key}`.", nearest(name, KEYS))
        wanted = KEYS[name]
        if wanted is list and isinstance(value, str):
            value = [value]
        lists: list[object] = [value] if wanted is list else []
        if wanted is dict and isinstance(value, dict):
            lists = [*value.values()]
        strings = all(map(_is_list_of_strings, lists))
        if not (type(value) is wanted and strings):
            raise UsageError(f"{source}: `{key}` is {value!r}.", f"It must be {_WORDS[wanted]}.")
        values[name] = value
    return Config(values, source)


def _is_list_of_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


@dataclass(frozen=True)
class Choices:
    """What the command line and the configuration choose together.

    ``app`` is the label that was asked for, and ``folder`` where the app shall stand;
    :mod:`transformer.resolve` finds its place.
    """

    options: Options
    app: str | None
    passes: tuple[Pass, ...]
    exclude: Sequence[str]
    folder: str | None = None


def find_project(
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


def choose(
    config: Config,
    *,
    app: str | None = None,
    app_path: str | None = None,
    only: list[str] | None = None,
    skip: list[str] | None = None,
    exclude: list[str] | None = None,
    strategy: Strategy | None = None,
    style: Style | None = None,
    suggested: bool | None = None,
    deploy: bool | None = None,
    jobs: int | None = None,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
) -> Choices:
    """Raises UsageError for a wrong choice."""
    passes = chosen_passes(
        config.or_given("only", only, [], list), config.or_given("skip", skip, [], list)
    )
    by_pattern: dict[str, list[str]] = config.or_given("per-file-ignores", None, {}, dict)
    options = Options(
        strategy=config.or_given("strategy", strategy, Strategy.bridge, Strategy).value,
        style=config.or_given("style", style, Style.get_user_model, Style).value,
        suggested=config.or_given("suggested", suggested, False, bool),
        deploy=config.or_given("deploy", deploy, False, bool),
        jobs=_at_least_one(config.or_given("jobs", jobs, available(), int)),
        selection=Selection(
            _codes(config.or_given("select", select, [], list)),
            _codes(config.or_given("ignore", ignore, [], list)),
            tuple((pattern, _codes(codes)) for pattern, codes in by_pattern.items()),
        ),
    )
    label = config.or_given("app", app, None, str)
    folder = config.or_given("app-path", app_path, None, str)
    return Choices(options, label, passes, config.or_given("exclude", exclude, [], list), folder)


def _codes(given: Sequence[str]) -> tuple[str, ...]:
    """Codes and beginnings of codes, also several in one with commas. Raises UsageError."""
    codes = [code.strip() for text in given for code in text.split(",") if code.strip()]
    for code in codes:
        if not any(known.startswith(code) for known in all_rules()):
            raise UsageError(f"There is no rule `{code}`.", "`usershift rules` lists them.")
    return tuple(codes)


def _at_least_one(jobs: int) -> int:
    if jobs < 1:
        raise UsageError(f"--jobs must be at least 1, not {jobs}.")
    return jobs


def load_config(
    command: str,
    project: Path,
    file: Path | None,
    format_: Format | None,
    output: Path | None,
    view: View = USUAL,
) -> tuple[Config, Output]:
    """The configuration, and where the report goes. Raises UsageError for one that is wrong."""
    if view.quiet and (view.verbose or view.whole):
        raise UsageError("--quiet contradicts --verbose and --show.", "Give one of them, or none.")
    with report_errors(command, Output(format_ or Format.text, output, project)):
        config = load(project, file)
        format_ = config.or_given("format", format_, Format.text, Format)
        return config, Output(format_, output, project, view=view)
