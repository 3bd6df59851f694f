"""What a manifest can ask for is what the commands take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest

from transformer.cli.app import load
from transformer.fleet.wanted import CHOICES, COMMANDS, KINDS, OWN, Wanted

BATCH_S: Mapping[str, set[str]] = {
    "assess": set(),
    "migrate": {"dry-run", "check", "patch", "commit", "branch", "no-verify", "allow-dirty", "undo"}
    | {"fail-on", "report", "runbook", "pr-body"},
    "verify": {"before", "after", "time-limit", "report"},
}
"""What the batch gives by itself, or has no use for: where the work goes, and where it stops."""
COMMON = {"help", "config", "jobs", "format", "output", "show", "quiet", "verbose"}


@pytest.mark.parametrize("command", BATCH_S)
def test_every_option_of_a_command_is_a_key_or_the_batch_s_own(command: str) -> None:
    options = {
        name.removeprefix("--")
        for option in load(command).params
        if option.param_type_name == "option"
        for name in option.opts
        if name.startswith("--")
    }
    assert BATCH_S[command] <= options
    keys = {key for key, commands in COMMANDS.items() if command in commands}
    assert keys == options - BATCH_S[command] - COMMON


def test_every_key_goes_to_a_command_or_is_told_of() -> None:
    assert set(KINDS) == set(COMMANDS) | set(OWN)


@pytest.mark.parametrize("command", BATCH_S)
def test_the_options_are_read_by_the_command_as_they_were_asked_for(command: str) -> None:
    wanted = Wanted(**{each.name: some(each.name) for each in fields(Wanted)})
    read = load(command).make_context(command, wanted.arguments(command)).params
    assert {name: plain(value) for name, value in read.items() if value} == {
        parameter.name: some(key.replace("-", "_"))
        for key in asked_of(command, wanted)
        for parameter in load(command).params
        if f"--{key}" in parameter.opts
    } | DEFAULTS[command]


DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "assess": {"project": "."},
    "migrate": {"project": "."},
    "verify": {"project": ".", "limit": 600},
}


def asked_of(command: str, wanted: Wanted) -> list[str]:
    """An interpreter that `exec` reaches is nothing that is read here."""
    keys = [key for key, commands in COMMANDS.items() if command in commands]
    return [key for key in keys if key != "python" or command == "verify"]


def some(field: str) -> Any:
    """A value for each field; texts look like options."""
    if field in CHOICES:
        return CHOICES[field][-1]
    kind = KINDS[field.replace("_", "-")]
    return {str: f"-{field}", bool: True, tuple: (f"-{field}", "two")}[kind]


def plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(value)
    return value if isinstance(value, bool | int) else getattr(value, "value", str(value))
