"""What must be the same before and after, and what differs where it is not."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from transformer.proof.outcome import Proof, judged

MOST = 5
"""How many differences are shown of one proof."""
LOADED = "loaded"
ADOPTED = ("django_content_type", "django_migrations")
Answers = Mapping[str, Any]


def first(differences: Sequence[str]) -> list[str]:
    """The first differences, and how many more there are."""
    more = len(differences) - MOST
    return [*differences[:MOST], *([f"and {more} more"] if more > 0 else [])]


def checks(before: Mapping[str, Any], after: Mapping[str, Any]) -> Proof:
    """Settings module -> the messages of its checks, or the text of what kept it from starting."""
    lost, unproven = [], []
    for module, messages in after.items():
        was = before.get(module)
        if isinstance(messages, str):
            if isinstance(was, str):
                unproven.append(f"{module} starts neither before nor after: {_last(messages)}")
            else:
                lost.append(f"{module} does not start: {_last(messages)}")
        elif not isinstance(was, str):
            known = {(m[1], m[3]) for m in was or ()}
            lost += [
                f"{module}: {name} {thing}: {text}".replace("  ", " ")
                for level, name, thing, text in messages
                if level >= 30 and (name, text) not in known
            ]
    modules = _many(len(after), "settings module")
    how = f"Django's checks in {modules}: nothing that was not said before"
    return judged("check", how, first(lost), unproven)


def pending(before: Sequence[str], after: Sequence[str], label: str) -> Proof:
    """What `makemigrations` would write, as "app: change"; the user model moved to ``label``."""
    # That of the model that is swapped out stays as it is.
    known = {*before, *(re.sub(r"^auth(?=: .* user$)", label, change) for change in before)}
    new = [change for change in after if change not in known]
    kept = [f"open before and after: {change}" for change in after if change in known]
    how = "makemigrations --check: the migrations say what the models say"
    return judged("makemigrations", how, first(new), first(kept))


def key_type(before: Answers, after: Answers) -> Proof:
    """The column is what the migrations before have made, whatever the code says since."""
    column, key = before["migrated"], after["user"]
    differences = [f"the key of the user model is of type {key}, and its column of type {column}"]
    how = "The user model has the type of key that the column has"
    return judged("key-type", how, differences * (column != key))


def rows(before: Answers, after: Answers, label: str) -> Proof:
    lost: list[str] = []
    for table, was in before.items():
        now = after.get(table)
        bare = table.rpartition(".")[2]
        if now is None:
            lost.append(f"{table} is gone")
        elif bare == "django_migrations":
            lost += _gone(
                table, [migration(r) for r in was["rows"]], [migration(r) for r in now["rows"]]
            )
        elif bare == "django_content_type":
            moved = [_moved(was["columns"], row, label) for row in was["rows"]]
            lost += _gone(table, moved, [_moved(now["columns"], r, label) for r in now["rows"]])
        elif was["columns"] != now["columns"] or was["sum"] != now["sum"]:
            lost.append(_first_row(table, was, now))
    counted = sum(was["count"] for was in before.values())
    filled = sum(1 for was in before.values() if was["count"])
    how = (
        f"{counted} rows in {filled} of {len(before)} tables of a database that the old code"
        " filled: the same after the adoption, by checksum"
    )
    return judged("rows", how, first(lost))


def migration(text: str) -> str:
    """A row of django_migrations without its number and its time."""
    return ", ".join(re.findall(r"'[^']*'", text)[:2])


def _moved(columns: Sequence[str], row: str, label: str) -> str:
    return re.sub(rf"'(?:auth|{label})', 'user'\)$", "'USER', 'user')", row)


def _gone(table: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    return [f"{table}: the row {row} is gone" for row in before if row not in after]


def _first_row(table: str, was: Answers, now: Answers) -> str:
    if was["columns"] != now["columns"]:
        return f"{table}: the columns were {was['columns']} and are {now['columns']}"
    lost = [row for row in was["rows"] if row not in now["rows"]]
    new = [row for row in now["rows"] if row not in was["rows"]]
    words = [f"{table}: {was['count']} rows before, {now['count']} after"]
    words += [f"was {row}" for row in lost[:1]]
    words += [f"is {row}" for row in new[:1]]
    return "; ".join(words)


def schema(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> Proof:
    """Table -> its columns and indexes; what a later migration of the project adds is no loss."""
    lost = [
        f"{table}: no longer {each}"
        for table, was in before.items()
        for each in dict.fromkeys(was)
        if table in after and after[table].count(each) < was.count(each)
    ]
    how = f"the columns, keys and indexes of {_many(len(before), 'table')}: each is still there"
    return judged("schema", how, first(lost))


def fixtures(before: Mapping[str, str], after: Mapping[str, str]) -> Proof:
    """Fixture -> "loaded", or what went wrong."""
    loaded = [name for name, was in before.items() if was == LOADED and name in after]
    lost = [f"{name}: {after[name]}" for name in loaded if after[name] != LOADED]
    how = f"{_many(len(loaded), 'fixture')} of the project: loaded before and after"
    if not before:
        how = "The project has no fixtures"
    failing = len(before) - len(loaded)
    limits = [f"{failing} cannot be loaded alone before, or are not there after"] * bool(failing)
    return judged("fixtures", how, first(lost), limits)


def foreign_keys(before: Mapping[str, int], after: Mapping[str, int]) -> Proof:
    lost = [f"{key}: is gone" for key in before if key not in after]
    lost += [
        f"{key}: {count} rows lead nowhere"
        for key, count in after.items()
        if count > before.get(key, 0)
    ]
    how = f"{len(before)} foreign keys that the database knows: the same ones, and none dangles"
    return judged("foreign-keys", how, first(lost))


def same(name: str, how: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Proof:
    """A proof that holds where every key of both has the same value."""
    differences = []
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        if was != now:
            differences.append(f"{key}: {_change(was, now)}")
    return judged(name, how, first(differences))


def _change(was: Any, now: Any) -> str:
    if isinstance(was, list) and isinstance(now, list):
        lost = [str(each) for each in was if each not in now]
        new = [str(each) for each in now if each not in was]
        words = ["no longer " + ", ".join(lost[:MOST])] * bool(lost)
        words += ["new " + ", ".join(new[:MOST])] * bool(new)
        return "; ".join(words) or "in another order, or another number of times"
    return f"{_said(was)} before, {_said(now)} after"


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


def permissions(held: Mapping[str, bool], places: Mapping[str, Sequence[str]]) -> Proof:
    lost = [
        f"{places[text][0]}: {text} is held by nobody but superusers"
        for text, has in held.items()
        if not has
    ]
    strings = _many(len(held), "permission string")
    how = f"{strings} of the code: a user who may do everything has them"
    if not held:
        how = "The code asks for no permission of users by its name"
    return judged("permissions", how, first(lost))


def pages(before: Answers, after: Answers) -> Proof:
    differences: list[str] = []
    for page, was in before.items():
        now = after.get(page)
        if now is None:
            differences.append(f"{page}: {was['status']} before, no such page after")
        elif was["status"] != now["status"]:
            differences.append(f"{page}: {was['status']} before, {now['status']} after")
        elif was["templates"] != now["templates"]:
            differences.append(f"{page}: templates {_change(was['templates'], now['templates'])}")
        elif was["headers"] != now["headers"]:
            differences.append(f"{page}: headers {_change(was['headers'], now['headers'])}")
        elif was["text"] is not None and now["text"] is not None and was["text"] != now["text"]:
            lines = list(difflib.unified_diff(was["text"], now["text"], lineterm="", n=0))
            shown = [line for line in lines[2:] if not line.startswith("@@")]
            differences.append(f"{page}: {' | '.join(line[:120] for line in shown[:2])}")
    failing = [was["status"] for was in before.values() if was["status"][:1] not in "1234"]
    how = (
        f"{_many(len(before), 'visit')} to the pages of the project and of its admin, by nobody, by"
        " staff with every permission and by a superuser: same status, templates, headers and text"
    )
    return judged("pages", how, first(differences), _open(failing))


def tests(before: Mapping[str, str], after: Mapping[str, str], reasons: Mapping[str, str]) -> Proof:
    """Test -> outcome, and the end of the traceback of those that failed after."""
    changed = {
        name: (before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }
    differences = []
    for name, (was, now) in changed.items():
        why = f": {_last(reasons[name])}" if name in reasons else ""
        differences.append(f"{name}: {was or 'not there'} before, {now or 'not there'} after{why}")
    failing = [
        _last(reasons.get(name, ""))
        for name, outcome in before.items()
        if outcome in ("failed", "error")
    ]
    how = f"{_many(len(before), 'test')} of the project's own: each has the outcome that it had"
    return judged("tests", how, first(differences), _open(failing))


def _open(reasons: Sequence[str]) -> list[str]:
    """What fails before and after alike, and why most of it does: often something is not set up."""
    for why, count in Counter(reasons).most_common(1):
        if len(reasons) == 1:
            return [f"1 of them fails before and after: {why[:200]}"]
        number = "all" if count == len(reasons) else count
        return [f"{len(reasons)} of them fail before and after, {number} with: {why[:200]}"]
    return []


def _last(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
