from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path

import pytest

from transformer.errors import UsageError
from transformer.fleet.job import Result
from transformer.fleet.manifest import Repository, read_manifest
from transformer.fleet.selection import Selection, read_retry, read_shard, read_since
from transformer.fleet.state import Row, Store
from transformer.fleet.states import FINAL, State
from transformer.fleet.work_folder import WorkFolder, read_lock

NOW = datetime(2026, 11, 28, tzinfo=timezone.utc)


def repositories(text: str = "a\nb\nc\n") -> Mapping[str, Repository]:
    name = "fleet.yaml" if ":" in text else "fleet.txt"
    return read_manifest(text.splitlines(keepends=True), name, Path("/srv"))


def store_of(path: Path, text: str = "a\nb\nc\n") -> Store:
    store = Store(path)
    found = repositories(text)
    store.enter(found.values())
    return store


def states(store: Store) -> dict[str, str]:
    return {row.name: row.state.value for row in store.rows()}


def finish(store: Store, key: str, state: State, commit: str = "c" * 40) -> None:
    store.finish(Result(key, state, commit=commit), {"state": state.value})


def test_what_ended_stays_ended_when_the_manifest_is_read_again(tmp_path: Path) -> None:
    store = store_of(tmp_path / "state")
    finish(store, "/srv/b", State.DONE)
    store.close()
    assert states(store_of(tmp_path / "state", "c\nb\nd\n")) == {
        "c": "waiting",
        "b": "done",
        "d": "waiting",
        "a": "waiting",
    }


def test_other_options_have_a_repository_wait_again(tmp_path: Path) -> None:
    store = store_of(tmp_path / "state", "repositories: [a, b]")
    finish(store, "/srv/a", State.DONE)
    finish(store, "/srv/b", State.LABEL_TAKEN)
    store.close()
    changed = "repositories: [{source: a, labels: [web]}, {source: b, app: people}]"
    again = store_of(tmp_path / "state", changed)
    assert states(again) == {"a": "done", "b": "waiting"}
    assert [row.commit for row in again.rows()] == ["c" * 40, ""]


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"no database" * 1000)
    with pytest.raises(UsageError, match="cannot be used"):
        Store(tmp_path / "state")
    with sqlite3.connect(tmp_path / "newer") as db:
        db.execute("pragma user_version = 99")
    with pytest.raises(UsageError, match="newer"):
        Store(tmp_path / "newer")


def row(key: str, state: State, finished: float | None = 1000.0) -> Row:
    return Row(key, key, "", (), key, state, "", finished, 1)


def test_retry_and_since_choose_what_is_done_again() -> None:
    rows = [row(state.value, state) for state in FINAL] + [row("new", State.DONE, 3000.0)]

    def again(selection: Selection) -> list[str]:
        return list(selection.again(rows))

    failing = again(Selection(retry=read_retry(["failed"])))
    assert failing == ["failed", "timed-out", "proof-failed"]
    assert again(Selection(retry=read_retry(["label-taken"]))) == ["label-taken"]
    assert again(Selection()) == []
    assert "new" not in again(Selection(since=2000.0))
    assert len(again(Selection(since=2000.0))) == len(FINAL)


def test_a_branch_without_a_proof_is_done_again_where_one_is_wanted() -> None:
    proved = Row("p", "p", "", (), "p", State.DONE, "", 1.0, 1, {"steps": {"verify": 1.0}})
    rows = [row("done", State.DONE), row("nothing", State.NOTHING_TO_DO), proved]
    assert list(Selection(prove=True).again(rows)) == ["done"]


def test_only_matches_names_keys_and_labels() -> None:
    text = "repositories: [{source: a, labels: [web]}, b, {source: c, name: the c}]"
    found = repositories(text)

    def chosen(*only: str) -> list[str]:
        return [one.name for one in Selection(only=only).chosen(found).values()]

    assert chosen("web") == ["a"]
    assert chosen("/srv/*") == ["a", "b", "the c"]
    assert chosen("b", "the*") == ["b", "the c"]


def test_shards_are_all_and_disjoint_and_stay_when_the_manifest_grows() -> None:
    found = repositories("".join(f"r{number}\n" for number in range(300)))
    parts = [Selection(shard=(number, 7)).chosen(found) for number in range(1, 8)]
    assert sorted(key for part in parts for key in part) == sorted(found)
    assert all(20 < len(part) < 80 for part in parts)
    some = dict(list(found.items())[::2])
    assert list(Selection(shard=(3, 7)).chosen(some)) == [key for key in some if key in parts[2]]


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3"])
def test_a_shard_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="is no shard"):
        read_shard(text)


def test_moments() -> None:
    assert read_since("2d", NOW) == NOW.timestamp() - 2 * 86400
    assert read_since("2026-11-28", NOW) == NOW.timestamp()
    with pytest.raises(UsageError, match="is no moment"):
        read_since("soon", NOW)
    with pytest.raises(UsageError, match="is no state"):
        read_retry(["broken"])


def test_a_work_folder_is_one_batch_s_own(tmp_path: Path) -> None:
    folder = WorkFolder(tmp_path / "work")
    with folder.open():
        folder.keep("a", {"one": b"1", "../two": b"2"})
        folder.keep("a", {"three": b"3"})
        again = WorkFolder(tmp_path / "work")
        with pytest.raises(Exception, match="Another batch is running"), again.open():
            pass
    assert [path.name for path in folder.papers("a").iterdir()] == ["three"]
    assert not (tmp_path / "work" / "two").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    with pytest.raises(UsageError, match="not empty"), WorkFolder(tmp_path / "mine").open():
        pass


def test_a_lock_file_names_the_commits(tmp_path: Path) -> None:
    folder = WorkFolder(tmp_path / "work")
    with folder.open():
        store = store_of(folder.state, "a\n,b\n")
        finish(store, "/srv/,b", State.DONE)
        folder.write_lock(store.rows())
    assert read_lock(folder.lock) == {"/srv/,b": "c" * 40}
    folder.lock.write_text("repository,commit\na,--upload-pack=x\n")
    with pytest.raises(UsageError, match=r"lock.csv:2 is no line"):
        read_lock(folder.lock)
