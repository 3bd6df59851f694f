"""``[tool.usershift]`` of the project's pyproject.toml, or the file that ``--config`` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from transformer.errors import UsageError, nearest
from transformer.formats.toml import loads

KEYS: Mapping[str, type] = {
    "allow-dirty": bool,
    "app": str,
    "deploy": bool,
    "django": str,
    "exclude": list,
    "fail-on": str,
    "format": str,
    "jobs": int,
    "no-verify": bool,
    "only": list,
    "python": str,
    "settings": list,
    "skip": list,
    "strategy": str,
    "style": str,
    "suggested": bool,
}
_WORDS = {str: "a string", bool: "true or false", int: "a number", list: "a list of strings"}

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
    except ValueError as error:
        raise UsageError(f"{file} cannot be read: {error}.", "Mend it, or name another.") from None


def _checked(table: Mapping[str, Any], source: str) -> Config:
    values = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in KEYS:
            raise UsageError(f"{source}: unknown key `{key}`.", nearest(name, KEYS))
        wanted = KEYS[name]
        if wanted is list and isinstance(value, str):
            value = [value]
        strings = wanted is not list or (
            isinstance(value, list) and all(isinstance(item, str) for item in value)
        )
        if not (type(value) is wanted and strings):
            raise UsageError(f"{source}: `{key}` is {value!r}.", f"It must be {_WORDS[wanted]}.")
        values[name] = value
    return Config(values, source)
