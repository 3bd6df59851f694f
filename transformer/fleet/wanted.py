"""What can be asked for one repository, and which commands of usershift are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from transformer.options import Stage, Strategy, Style


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for one repository; an empty value leaves it to usershift.

    ``project`` is the folder in the repository, ``ref`` the branch or tag that is taken.
    ``environments`` are the databases that have to adopt the model before the campaign is over.
    All others are options of the commands.
    """

    project: str = ""
    ref: str = ""
    settings: tuple[str, ...] = ()
    app: str = ""
    app_path: str = ""
    strategy: str = ""
    style: str = ""
    stage: str = ""
    suggested: bool = False
    deploy: bool = False
    django: str = ""
    python: str = ""
    exec: str = ""
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tests: str = ""
    no_tests: bool = False
    keep_engine: bool = False
    bisect: bool = False
    labels: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()

    def arguments(self, command: str) -> list[str]:
        """These options, as the command takes them."""
        given: list[str] = []
        for key, commands in COMMANDS.items():
            value = getattr(self, _field(key))
            if command not in commands or not value:
                continue
            if key == "python" and self.exec and command != "verify":
                continue  # it is where that command runs, and nothing of this machine
            if value is True:
                given.append(f"--{key}")
            else:
                values = (value,) if isinstance(value, str) else value
                given += [f"--{key}={one}" for one in values]
        return given


_READING = ("assess", "migrate")
_ALL = (*_READING, "verify")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "settings": _ALL,
    "app": _ALL,
    "app-path": _READING,
    "strategy": _ALL,
    "style": _ALL,
    "stage": ("migrate",),
    "suggested": ("migrate", "verify"),
    "deploy": ("migrate",),
    "only": _READING,
    "skip": _READING,
    "select": _READING,
    "ignore": _READING,
    "exclude": _ALL,
    "django": _READING,
    "python": _ALL,
    "exec": ("verify",),
    "tests": ("verify",),
    "no-tests": ("verify",),
    "keep-engine": ("verify",),
    "bisect": ("verify",),
}
"""Key of the manifest -> the commands that have an option of this name."""

OWN: Mapping[str, str] = {
    "python": "Its interpreter, which only `--verify` runs.",
    "project": "The folder of the Django project in the repository.",
    "ref": "The branch or tag that is taken (default: the repository's own).",
    "labels": "Words for `--only` and for templates.",
    "environments": "The databases that have to adopt the model, for `batch status`.",
}
"""Key of the manifest -> what it says, where that is not what an option of its name says."""

KINDS: Mapping[str, type] = {
    field.name.replace("_", "-"): type(field.default) for field in fields(Wanted)
}
"""Key of the manifest -> str, bool, or tuple for a list of strings."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    name: tuple(one.value for one in kind)
    for name, kind in (("strategy", Strategy), ("style", Style), ("stage", Stage))
}


def by_field(values: Mapping[str, object]) -> dict[str, object]:
    """Values by the fields of :class:`Wanted` instead of by keys."""
    return {_field(key): value for key, value in values.items()}


def _field(key: str) -> str:
    return key.replace("-", "_")
