"""The proofs of ``usershift verify``, one after the other, over two versions of a project."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transformer.errors import ErrorCode, Refused
from transformer.proof import bisect, compare
from transformer.proof.comparison import Comparison
from transformer.proof.copies import FOLDER, disposable
from transformer.proof.outcome import Proof, Verdict, judged, skipped
from transformer.proof.own_tests import find_tests, prove_tests
from transformer.proof.permission_strings import permission_strings
from transformer.proof.probing import Probe, ProbeFailed, database_files, found
from transformer.proof.servers import EMPTY, FRESH, NEW, OLD, create, unique_name

_STATE, _VISITS, _FIXTURES = "usershift_state", "usershift_visits", "usershift_fixtures"
_NEEDED = (
    f"{_STATE}.migrate",
    "usershift_fill.fill",
    f"{_VISITS}.sessions",
    f"{_STATE}.settle",
)
_SEEN = tuple(
    f"{_STATE}.{name}"
    for name in ("rows", "columns", "keys", "grants", "targets", "key", "receivers")
)
_OF_DATABASE = (
    *("adoption", "rows", "schema", "foreign-keys", "key-type", "grants", "relations", "logins"),
    *("receivers", "permissions", "pages"),
)
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Verification(Comparison):
    """``tests`` is a command, None what the project configures, and "" none at all.

    With ``keep_engine`` the databases are on the project's own servers; with ``bisect`` it is said
    what makes tests come out otherwise. ``tests_limit`` are the seconds of one run of the tests.
    """

    tests: str | None = None
    keep_engine: bool = False
    bisect: bool = False
    limit: float = 600.0
    tests_limit: float = 3600.0


def verify(wanted: Verification, tell: Tell) -> tuple[Proof, ...]:
    """Every proof. Raises Refused where the code before the migration does not start."""
    with disposable() as made:
        folder = made.path
        server = unique_name("proof") if wanted.keep_engine else ""
        before = replace(wanted.probe(wanted.before, folder / "before"), server=server)
        after = replace(wanted.probe(wanted.after, folder / "after"), server=server)
        create(before, made)
        return tuple(_timed(proofs(wanted, before, after, tell)))


def _timed(made: Iterator[Proof]) -> Iterator[Proof]:
    """Each with the seconds since the one before it."""
    started = time.monotonic()
    for proof in made:
        now = time.monotonic()
        yield replace(proof, seconds=now - started)
        started = now


def proofs(wanted: Verification, before: Probe, after: Probe, tell: Tell) -> Iterator[Proof]:
    """Every proof over two probes, one after the other. Raises what :func:`verify` does."""
    tell("Checks, before and after")
    yield from _static(wanted, before, after)
    tell("A database by the code before")
    try:
        was = _old_database(before)
    except ProbeFailed as failed:
        why = f"The code before the migration builds no database here: {failed.last}"
        yield skipped(_OF_DATABASE[0], why, needed=True)
        rest = "There is no database from before to compare with."
        yield from (skipped(name, rest, needed=True) for name in _OF_DATABASE[1:])
    else:
        tell("The adoption")
        yield from _adoption(before, after, was)
    tell("A fresh database")
    yield from _fresh(before, after)
    if wanted.tests != "":
        tell("The project's own tests, before and after")
        yield _tests(wanted, before, after, tell)


def _tests(wanted: Verification, before: Probe, after: Probe, tell: Tell) -> Proof:
    command = find_tests(wanted.project, before, wanted.tests)
    made = prove_tests(before, after, command, wanted.tests_limit)
    if not wanted.bisect or not (command and made.before and made.after):
        return made.proof
    outcomes = made.before.tests, made.after.tests
    found = bisect.difference(command, *outcomes, made.after.reasons)
    if found is None:
        return made.proof
    tell("What makes the tests come out otherwise")
    ends = (wanted.before.revision, wanted.after.revision)
    revisions = ends if all(ends) else None
    causes = bisect.find_cause(wanted.project, found, before, after, revisions, wanted.tests_limit)
    return replace(made.proof, evidence=(*made.proof.evidence, *causes))


def _static(wanted: Verification, before: Probe, after: Probe) -> Iterator[Proof]:
    """Checks with each settings module, and what makemigrations would write."""
    steps = (f"{_STATE}.check", f"{_STATE}.pending")
    try:
        first = before.ask(*steps, databases=EMPTY)
    except ProbeFailed as failed:
        raise Refused(
            f"The code before the migration does not start: {failed.last}",
            f"It was run by {before.interpreter.shown} with the variables of this shell; another is"
            " named with --python, other settings with --settings.",
            code=ErrorCode.NOT_STARTING,
        ) from None
    before.confirm_copy(first)
    chosen = first["where"]["settings"]
    modules = [one.module for one in wanted.project.settings if one.module != chosen]
    said: dict[str, list[Any]] = {}
    for module in (None, *modules):
        for probe in (before, after):
            try:
                answer = (
                    first
                    if probe is before and module is None
                    else replace(probe, settings=module or probe.settings).ask(
                        *steps, databases=EMPTY
                    )
                )
                messages: Any = found(answer, steps[0])
                if probe is after and module is None:
                    probe.confirm_copy(answer)
                    opened = answer
            except ProbeFailed as failed:
                messages = str(failed)
            said.setdefault(module or chosen, []).append(messages)
    yield compare.checks({m: s[0] for m, s in said.items()}, {m: s[1] for m, s in said.items()})
    if isinstance(said[chosen][1], str):
        yield Proof("makemigrations", Verdict.FAILED, "The code starts", (said[chosen][1],))
    else:
        yield _of(
            first, opened, "pending", lambda was, now: compare.pending(was, now, _label(opened))
        )


def _old_database(before: Probe) -> dict[str, Any]:
    """Build it, fill it, and note all of it. Raises ProbeFailed."""
    steps = (*_NEEDED, *_SEEN, f"{_VISITS}.logins", f"{_VISITS}.pages")
    answer = before.ask(*steps, databases=OLD, needed=_NEEDED, password=_password())
    before.confirm_copy(answer)
    for step in _NEEDED:
        found(answer, step)
    return answer


def _password() -> str:
    return "Corr3ct-horse-battery"


def _adoption(before: Probe, after: Probe, was: dict[str, Any]) -> Iterator[Proof]:
    after.lay()
    for file in database_files(before.code.folder, OLD):
        shutil.copyfile(file, after.code.folder / FOLDER / file.name)
    places = permission_strings(after.code.base)
    steps = (_NEEDED[0], *_SEEN, f"{_STATE}.permissions", f"{_VISITS}.logins", f"{_VISITS}.pages")
    how = "`migrate` takes a database that the old code built and filled, with nothing before it"
    try:
        now = after.ask(
            *steps,
            databases=OLD,
            needed=_NEEDED,
            password=_password(),
            logins=found(was, _NEEDED[2]),
            permissions=sorted(places),
            before_migrate=["adopt_users"],
        )
        applied = found(now, _NEEDED[0])
    except ProbeFailed as failed:
        yield Proof("adoption", Verdict.FAILED, how, failed.end)
        yield from (skipped(name, "The adoption failed.") for name in _OF_DATABASE[1:])
        return
    filling = found(was, _NEEDED[1])
    rows = len(filling["models"])
    # Several databases have applied the same ones.
    limits = [f"applied: {', '.join(dict.fromkeys(applied))}"] * bool(applied)
    limits += list(dict.fromkeys(filling["problems"]))[:3]
    yield judged("adoption", f"{how}; rows stand in {rows} models around the user", [], limits)
    label = _label(now)
    yield _of(was, now, "rows", lambda a, b: compare.rows(a, b, label))
    yield _of(was, now, "columns", compare.schema)
    yield _of(was, now, "keys", compare.foreign_keys)
    yield _of(was, now, "key", compare.key_type)
    yield _of(was, now, "grants", _same("grants", "what each user may do"))
    yield _of(was, now, "targets", _relations)
    yield _of(was, now, "logins", _same("logins", _LOGINS), _VISITS)
    yield _of(was, now, "receivers", _same("receivers", _RECEIVERS))
    yield _of(now, now, "permissions", lambda a, b: compare.permissions(a, places))
    yield _of(was, now, "pages", compare.pages, _VISITS)


_LOGINS = "sessions, passwords and reset tokens from before, with every configured backend"
_RECEIVERS = "every signal of every model runs the receivers that it ran before"


def _same(name: str, how: str) -> Callable[[Any, Any], Proof]:
    return lambda was, now: compare.same(name, how, was, now)


def _relations(was: Sequence[str], now: Sequence[str]) -> Proof:
    lost = [
        f"{one} before, {other} after" for one, other in zip(was, now, strict=False) if one != other
    ]
    lost += [f"{len(was)} before, {len(now)} after"] * (len(was) != len(now))
    how = f"{len(was)} log entries and generic relations: each leads to what it led to"
    return judged("relations", how, compare.first(lost))


_NAMES = {
    "pending": "makemigrations",
    "columns": "schema",
    "keys": "foreign-keys",
    "key": "key-type",
    "targets": "relations",
}


def _of(
    was: dict[str, Any],
    now: dict[str, Any],
    step: str,
    compared: Callable[[Any, Any], Proof],
    module: str = _STATE,
) -> Proof:
    """Compare what a step found; it fails where only the code after could not do the step."""
    name = _NAMES.get(step, step)
    try:
        first = found(was, f"{module}.{step}")
    except ProbeFailed as failed:
        return skipped(name, f"It could not be found out before, either: {failed.last}")
    try:
        second = found(now, f"{module}.{step}")
    except ProbeFailed as failed:
        return Proof(name, Verdict.FAILED, "It can be found out after", failed.end)
    return compared(first, second)


def _label(answer: dict[str, Any]) -> str:
    label: str = answer["where"]["user"].partition(".")[0]
    return label


def _fresh(before: Probe, after: Probe) -> Iterator[Proof]:
    """The migrations build a database from nothing, with the same tables as before.

    Fixtures are loaded into it.
    """
    steps = (_NEEDED[0], f"{_STATE}.columns", f"{_FIXTURES}.fixtures")
    how = "the migrations build a new database, with the columns that the old code builds"
    try:
        asked = before.ask(*steps, databases=NEW, needed=_NEEDED)
        was = found(asked, steps[1])
    except ProbeFailed as failed:
        yield skipped("fresh-database", f"The code before builds none here: {failed.last}")
        yield skipped("fixtures", "There is no database to load them into.")
        return
    try:
        answer = after.ask(*steps, databases=FRESH, needed=_NEEDED)
        found(answer, steps[0])
        now = found(answer, steps[1])
    except ProbeFailed as failed:
        yield Proof("fresh-database", Verdict.FAILED, how, failed.end)
        yield skipped("fixtures", "There is no database to load them into.")
        return
    yield compare.same("fresh-database", how, was, now)
    yield _of(asked, answer, "fixtures", compare.fixtures, _FIXTURES)
