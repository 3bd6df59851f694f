"""The calls that run one after the other, and what is to become of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from transformer.codemod.matches import Match
from transformer.codemod.rules import Rule
from transformer.strategies.deploy.calls import COMMAND, Subcommand
from transformer.strategies.deploy.shell import Call

# A script, a list of commands, the recipe of a target: the calls in the order in which they run.
Unit: TypeAlias = Sequence[Call]


@dataclass(frozen=True)
class Asked:
    """What the caller of the migration wants: ``edits`` is ``--deploy``."""

    app: str = "users"
    edits: bool = False


def matches(unit: Unit, rule: Rule, asked: Asked) -> Iterator[Match]:
    """One for each call that nothing before it has served."""
    before = [c for c in unit if c.kind is Subcommand.ADOPT]
    waiting: list[Call] = []
    for call in unit:
        if call.kind is Subcommand.MAKEMIGRATIONS:
            waiting.append(call)
        elif call.kind is Subcommand.TENANTS:
            yield _tenants(call, rule)
        elif call.kind is Subcommand.MIGRATE:
            if any(_serves(each, call) and each.at < call.at for each in before):
                continue
            # It compares the history as well, and would be refused first.
            target = next((w for w in waiting if _serves(w, call) and w.replacement), call)
            yield _match(target, rule, asked)
            before.append(target)


def is_whole(call: Call, view: bytes, start: int, end: int) -> bool:
    """Whether the bytes ``start:end`` of the file are the call and nothing else."""
    return view[start:end].strip() == view[call.start : call.end].strip()


def _serves(first: Call, then: Call) -> bool:
    """Whether the same database has adopted when ``then`` runs."""
    around = then.block[: len(first.block)] == first.block
    return around and (first.adopt, first.scope) == (then.adopt, then.scope)


def _match(call: Call, rule: Rule, asked: Asked) -> Match:
    line = call.adopt.decode("utf-8", "replace")
    replacement = call.replacement if asked.edits else None
    remedy = f"Run `{line}` before it."
    if call.replacement is not None and call.sure and not asked.edits:
        remedy = f"Put `{line}` before it, or run usershift with --deploy."
    # What only is said is said where the word stands.
    start, end = (call.at, call.at) if replacement is None else (call.start, call.end)
    return Match(
        rule,
        start,
        end,
        f"A database that has not adopted {asked.app}.User refuses this `{call.kind.value}`.",
        remedy,
        replacement,
        certain=call.sure and replacement is not None,
    )


def _tenants(call: Call, rule: Rule) -> Match:
    return Match(
        rule,
        call.at,
        call.at,
        f"`{call.kind.value}` migrates many schemas, and each must adopt on its own.",
        f"Run `{COMMAND.decode()}` in every schema before it (`all_tenants_command "
        f"{COMMAND.decode()}` of django-tenants), or choose --strategy bridge: it needs no step.",
    )
