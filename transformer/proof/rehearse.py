"""The adoption of a copy of a real database: there, back, and there again."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transformer.errors import ErrorCode, Refused
from transformer.proof import compare
from transformer.proof.comparison import Comparison
from transformer.proof.copies import Disposable, disposable
from transformer.proof.outcome import Proof, Verdict, judged, skipped
from transformer.proof.probing import Probe, ProbeFailed, found
from transformer.proof.renaming import renaming_release, under_new_names
from transformer.proof.servers import unique_name

_MODULE = "usershift_rehearse"
# What the way back may leave: an empty content type of the new label, with its permissions.
_LEFT = frozenset({"auth_permission"})
_ADOPTION, _RENAME = "_adopt_content_type", "_rename_table"
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Rehearsal(Comparison):
    """``alias`` is a database of the settings.

    A file of SQLite is copied. Of another database ``clone`` has PostgreSQL make a copy, and
    ``declared`` says that it is one, and may be changed. With ``renames`` the release that renames
    the table comes after the adoption.
    """

    alias: str
    clone: bool
    declared: bool
    renames: bool = False
    limit: float = 3600.0


@dataclass(frozen=True)
class Rehearsed:
    """``words`` say what the adoption of the real database will do, and for how long."""

    proofs: tuple[Proof, ...]
    words: str


def rehearse(wanted: Rehearsal, tell: Tell) -> Rehearsed:
    """Raises Refused where the database is no copy, or cannot be copied or reached."""
    with disposable() as place:
        folder = place.path
        rehearsal = {
            "alias": wanted.alias,
            "copy": str(folder / "rehearsal.sqlite3"),
            "clone": unique_name("rehearsal") if wanted.clone else None,
        }
        before = _Database(wanted.probe(wanted.before, folder / "before"), rehearsal)
        after = _Database(wanted.probe(wanted.after, folder / "after"), rehearsal)
        renaming = None
        if wanted.renames:
            third = renaming_release(wanted, folder / "renamed")
            renaming = _Database(third.probe, rehearsal), third.label
        vendor = _asked(before, "vendor")
        if vendor != "sqlite" and not wanted.declared:
            _refuse_original(wanted, vendor)
        tell("Copying the database")
        if vendor == "postgresql" and wanted.clone:
            before.at_the_end(place, "drop")
        copied = _asked(before, "clone")
        proofs = tuple(_proofs(before, after, renaming, tell))
        how = next((proof.how for proof in proofs if proof.name == "time"), "")
        return Rehearsed(proofs, f"Rehearsed on {_named(copied, wanted)}. {how}".strip())


def _refuse_original(wanted: Rehearsal, vendor: str) -> None:
    """Raises Refused where the database is nobody's copy, and none can be made."""
    clones = vendor == "postgresql"
    if clones and wanted.clone:
        return
    raise Refused(
        f"Nothing says that the database {wanted.alias!r} is a copy, and a rehearsal changes it.",
        "Restore a backup, let the settings name it, and say so with --copy."
        + " --clone has PostgreSQL make one." * clones,
        code=ErrorCode.NOT_A_COPY,
    )


@dataclass(frozen=True)
class _Database:
    """One version of the code, over the copy that ``rehearsal`` describes."""

    probe: Probe
    rehearsal: Mapping[str, Any]

    def ask(self, *functions: str, ending: str = _ADOPTION) -> dict[str, Any]:
        """Raises ProbeFailed; of each function the answer is looked at by :func:`found`.

        ``ending`` is that of the migration which is undone.
        """
        steps = tuple(f"{_MODULE}.{name}" for name in functions)
        return self.probe.ask(*steps, needed=steps, ending=ending, **self._order())

    def at_the_end(self, place: Disposable, function: str) -> None:
        self.probe.at_the_end(place, f"{_MODULE}.{function}", **self._order())

    def _order(self) -> dict[str, Any]:
        return {
            "rehearsal": self.rehearsal,
            "offline": False,
            "base": str(self.probe.code.base),
            "original": str(self.probe.original),
        }


def _asked(database: _Database, function: str) -> Any:
    try:
        return found(database.ask(function), f"{_MODULE}.{function}")
    except ProbeFailed as failed:
        raise Refused(
            f"The database cannot be reached, or not be copied: {failed.last}",
            "PostgreSQL clones a database only while nobody else is connected to it. Nothing was"
            " changed.",
            code=ErrorCode.NO_DATABASE,
        ) from None


class _Ended(Exception):
    """A step failed, and with it its proof; what comes after it cannot be asked."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(proof.name)
        self.proof = proof


@contextlib.contextmanager
def _step(name: str, how: str) -> Iterator[None]:
    """What the proof of that name asks the databases. Raises _Ended where they do not answer."""
    try:
        yield
    except ProbeFailed as failed:
        raise _Ended(Proof(name, Verdict.FAILED, how, failed.end)) from None


def _proofs(
    before: _Database, after: _Database, renaming: tuple[_Database, str] | None, tell: Tell
) -> Iterator[Proof]:
    """Every proof, up to the first whose step fails."""
    try:
        yield from _adopted(before, after, renaming, tell)
    except _Ended as ended:
        yield ended.proof


def _adopted(
    before: _Database, after: _Database, renaming: tuple[_Database, str] | None, tell: Tell
) -> Iterator[Proof]:
    """There, back, and there again; then the release that renames the table."""
    how = "the adoption, as production will run it"
    with _step("adoption", how):
        tell("The sums of all tables")
        _, first = _two(before, "adopt", "sums")  # as the code before leaves it
        tell("The adoption")
        adopted, second = _two(after, "adopt", "sums")
    yield judged("adoption", how, [], _applied(adopted))
    yield from _compared("rows", "after the adoption", first, second, frozenset())
    yield _time("time", adopted)
    yield _locks("locks", adopted)
    how = "the way back: the content type returns, and the old code migrates"
    with _step("undo", how):
        tell("The way back")
        undone = _one(after, "undo")
        _, third = _two(before, "adopt", "sums")
    back = ", ".join(undone["unapplied"])
    yield judged("undo", f"{how} ({back} undone in {undone['seconds']:.1f} s)", [])
    yield from _compared("rows-undone", "after the way back", first, third, _LEFT)
    how = "the adoption, once more"
    with _step("again", how):
        tell("The adoption, once more")
        _, fourth = _two(after, "adopt", "sums")
    yield judged("again", how, [])
    yield from _compared("rows-again", "after the second adoption", first, fourth, frozenset())
    if renaming:
        yield from _renamed(after, *renaming, fourth, tell)


def _renamed(
    after: _Database, release: _Database, label: str, was: Mapping[str, Any], tell: Tell
) -> Iterator[Proof]:
    """The release that renames the table, and its way back."""
    how = "the release of `usershift rename-table`, as production will run it"
    with _step("rename", how):
        tell("The renaming of the table")
        done, now = _two(release, "adopt", "sums")
    yield judged("rename", how, [], _applied(done))
    named = under_new_names(was, label)
    yield from _compared("rows-renamed", "after the renaming", named, now, frozenset())
    yield _time("rename-time", done)
    yield _locks("rename-locks", done)
    how = "the way back: the table has its old name again"
    with _step("rename-undo", how):
        tell("The way back of the renaming")
        _one(release, "undo", _RENAME)
        back = _one(after, "sums")
    yield judged("rename-undo", how, [])
    when = "after the way back of the renaming"
    yield from _compared("rows-renamed-back", when, was, back, frozenset())


def _applied(done: Mapping[str, Any]) -> list[str]:
    return [f"applied: {', '.join(done['applied']) or 'nothing'}"]


def _one(database: _Database, function: str, ending: str = _ADOPTION) -> Any:
    return found(database.ask(function, ending=ending), f"{_MODULE}.{function}")


def _two(database: _Database, one: str, other: str) -> tuple[Any, Any]:
    answer = database.ask(one, other)
    return found(answer, f"{_MODULE}.{one}"), found(answer, f"{_MODULE}.{other}")


def _compared(
    name: str, when: str, before: Mapping[str, Any], after: Mapping[str, Any], left: frozenset[str]
) -> Iterator[Proof]:
    """Every table by its sum; what the adoption writes to, row by row."""
    lost = []
    for table, (count, total) in before["tables"].items():
        now = after["tables"].get(table)
        if now is None:
            lost.append(f"{table} is gone")
        elif table in compare.ADOPTED or table in left:
            rows = [_plain(table, row) for row in after["rows"][table]]
            lost += [
                f"{table}: the row {row} is gone"
                for row in before["rows"][table]
                if _plain(table, row) not in rows
            ]
        elif now != [count, total]:
            lost.append(f"{table}: {count} rows before, {now[0]} {when}, and other sums")
    counted = sum(count for count, _ in before["tables"].values())
    how = f"{counted:,} rows of {len(before['tables'])} tables: the same {when}, by sum"
    yield judged(name, how, compare.first(lost))
    keys = compare.foreign_keys(before["keys"], after["keys"])
    yield replace(keys, name=name.replace("rows", "foreign-keys"))


def _plain(table: str, row: str) -> str:
    """A row of the tables that move, without what may differ."""
    if table == "django_migrations":
        return compare.migration(row)
    return re.sub(r"'\w+', 'user'\)$", "'USER', 'user')", row)


def _time(name: str, adopted: Mapping[str, Any]) -> Proof:
    seconds, count = adopted["seconds"], adopted["statements"]
    slowest = tuple(f"{spent:.3f} s: {text}" for spent, text in adopted["slowest"][:3])
    how = f"Production will take about {seconds:.1f} s for {count} statements"
    return Proof(name, Verdict.PROVEN, f"{how}, on a machine like this one", slowest)


def _locks(name: str, adopted: Mapping[str, Any]) -> Proof:
    locks = adopted["locks"]
    if adopted["vendor"] != "postgresql":
        return skipped(name, "Only PostgreSQL says what a transaction holds.")
    if not locks:
        return judged(name, "No table is locked against reading or writing.", [])
    held, table, mode, waits = locks[0]
    how = (
        f"the longest lock: {mode} on {table} for {held:.3f} s; {waits} waits for it, and for the"
        " same time for whatever it waits for itself: set lock_timeout"
    )
    others = tuple(f"{held:.3f} s: {mode} on {table}" for held, table, mode, _ in locks[1:4])
    return Proof(name, Verdict.PROVEN, how, others)


def _named(copied: Mapping[str, Any], wanted: Rehearsal) -> str:
    if copied["vendor"] == "sqlite":
        return f"a copy of {Path(copied['original']).name}"
    if wanted.clone and copied["vendor"] == "postgresql":
        return f"a clone of {copied['original']}"
    return f"{copied['name']}, which now holds the adopted data"
