"""What is to happen to all registrations of the user model on the default admin site, together.

Django registers ``auth.User`` itself and passes over a swapped one (``AdminSite.register``). So a
project that took Django's registration off has nothing to take off any more, and a project that
never touched it needs one of its own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from transformer.codemod.file import File
from transformer.options import Options
from transformer.passes.admin.events import Event, events
from transformer.passes.admin.loaded import installed_everywhere, is_loaded, is_test
from transformer.project import Project
from transformer.semantics import PARSE_ERRORS, References

Action: TypeAlias = Literal["drop-first", "import-above", "review", "doubt"]
ADMIN = re.compile(rb"django\.contrib\.(?:gis\.)?admin\b|contrib(?:\.gis)? import .*\badmin\b")
MARKS = re.compile(rb"\bregister\b|\bunregister\b|_registry\b|is_registered\b|get_model_admin\b")


@dataclass(frozen=True)
class Plan:
    """What becomes of the files that (un)register the user model, by path.

    ``create`` is what the users app's ``admin.py`` is made to hold, ``because`` the place (path and
    line) that says so; ``missing`` that the file stands there and registers nothing.
    """

    actions: Mapping[str, Action] = field(default_factory=dict)
    create: Literal["registration", "nothing"] | None = None
    because: tuple[str, int] = ("", 0)
    missing: bool = False


def make_plan(project: Project, references: References, options: Options) -> Plan:
    """Read every file that (un)registers something, and decide."""
    found = dict(_scan(project, references, options))
    own = f"{options.app_path}/admin.py"
    takes_off = {path for path, each in found.items() if _of("unregister", each)}
    asks = {p for p, each in found.items() if _of("lookup", each) or _of("everything", each)}
    if own in found and found[own][0].kind == "register":
        return _after_ours((takes_off | asks) - {own})
    every = [event for each in found.values() for event in each]
    at_start = [event for event in every if not event.in_function]
    going = len(_of("unregister", at_start))
    coming = _count(_of("register", at_start))
    refused = not going and any(event.guarded for event in _of("register", at_start))
    if coming == going + 1 and not refused:
        # The project's own registration comes first already.
        doubtful = {p for p in takes_off if any(e.in_function for e in _of("unregister", found[p]))}
        actions: dict[str, Action] = dict.fromkeys(asks, "review")
        actions.update(dict.fromkeys(doubtful, "doubt"))
        return Plan(actions=actions)
    if len(takes_off) == 1 and not asks:
        (path,) = takes_off
        if _is_plain(found[path]) and installed_everywhere(project, path):
            actions = {path: "drop-first"}
            if coming or own in references.tree:
                return Plan(actions=actions)
            line = found[path][0].statement.lineno
            return Plan(actions=actions, create="nothing", because=(path, line))
    if own in references.tree:
        decided = not takes_off and b"import" not in references.tree.read(own)
        return Plan(missing=not decided)
    plan = _after_ours(takes_off | asks | (_files_of("register", found) if refused else set()))
    if not every and not _uses_admin(project, references):
        return plan
    return Plan(actions=plan.actions, create="registration")


def _after_ours(paths: set[str]) -> Plan:
    """What these files do needs the users app's registration to be there before."""
    return Plan(actions=dict.fromkeys(paths, "import-above"))


def _of(kind: str, found: list[Event]) -> list[Event]:
    return [event for event in found if event.kind == kind]


def _files_of(kind: str, found: Mapping[str, list[Event]]) -> set[str]:
    return {path for path, each in found.items() if _of(kind, each)}


def _count(registrations: list[Event]) -> int:
    """How many of them a run meets: the branches of one statement are one."""
    return len({event.outermost if not event.plain else event.statement for event in registrations})


def _is_plain(found: list[Event]) -> bool:
    """Whether a file takes off and puts on in turns, starting with Django's registration."""
    turns = [event for event in found if event.kind in ("register", "unregister")]
    kinds: list[str] = []
    before: ast.stmt | None = None
    for event in turns:
        # The branches of one statement are one turn.
        if event.kind == "unregister" or event.plain or event.outermost is not before:
            kinds.append(event.kind)
        before = event.outermost if event.kind == "register" else None
    return kinds == (["unregister", "register"] * len(kinds))[: len(kinds)] and all(
        event.plain and not event.in_function if event.kind == "unregister" else not event.guarded
        for event in turns
    )


def registering(references: References) -> Iterator[str]:
    """The files whose words say that they may (un)register something."""
    for path in references.tree:
        if path.endswith(".py") and not is_test(path) and not references.is_migration(path):
            with suppress(OSError):
                source = references.tree.read(path)
                if b"admin" in source and MARKS.search(source):
                    yield path


def _scan(
    project: Project, references: References, options: Options
) -> Iterator[tuple[str, list[Event]]]:
    """The files that do something to the user model on the default site when Django starts."""
    for path in registering(references):
        try:
            module = references.module(path)
        except PARSE_ERRORS:
            continue
        found = events(File(module, references, references.resolver, options))
        if found and is_loaded(project, references, path):
            yield (path, found)


def _uses_admin(project: Project, references: References) -> bool:
    """Whether the project has the admin at all, as far as its settings or its imports tell."""
    if any("admin" in app for apps in project.installed_apps for app in apps):
        return True
    return any(
        path.endswith(".py") and ADMIN.search(references.tree.read(path))
        for path in references.tree
    )
