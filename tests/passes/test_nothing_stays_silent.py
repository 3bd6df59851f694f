"""Every literal mention that stays is in the findings, whatever the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.passes.leftovers import after_passes, silent

LINES = b"""x auth_user y
auth.user
"auth.User"
a/auth/user/b
admin/auth/user
window.auth.user.name
auth.user_id = auth_user_groups
{# auth.user #} {{ auth.user }} {% x auth.user %}
-- auth/user_list.html
key: auth.user
auth.user: key
(auth.user)auth_user/auth/user
"""
NAMES = [
    "README.md", "deploy.sh", "Dockerfile", "docker-compose.yml", "a.json",
    "a.jsonl", "a.yaml", "a.xml", "fixtures/a.json", "fixtures/a.yaml", "fixtures/a.xml", "a.sql",
    "static/a.js", "static/a.min.js", "node_modules/a/b.js", "a.po", "a.toml", "a.ini", "a.csv",
    "templates/a.html", "templates/a.txt", "jinja2/a.html", "a.html", "LICENSE", ".env", "a.xyz",
    "package-lock.json", "templates/a.js", ".github/workflows/ci.yml", "a.ipynb", "Makefile",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_in_a_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(LINES)
    assert silent(*after_passes(tmp_path)) == []


@pytest.mark.parametrize(
    "name", ["CHANGELOG.md", "docs/releases.rst", "tests/thread.mbox", "a.eml"]
)
def test_what_was_once_said_stays_without_a_word(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(LINES)
    tree, findings = after_passes(tmp_path)
    assert not findings
    assert not tree.changes()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_in_an_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "users.json").write_bytes(('["é", "auth.user"]\n' * 3).encode(encoding))
    _, findings = after_passes(tmp_path)
    assert findings


def test_in_a_dump_of_many_rows(tmp_path: Path) -> None:
    """Few findings, but they name every line."""
    (tmp_path / "dump.sql").write_bytes(b"INSERT INTO auth_user VALUES (1);\n" * 150)
    tree, findings = after_passes(tmp_path)
    assert silent(tree, findings) == []
    assert len(findings) < 30


def test_in_rows_of_a_fixture(tmp_path: Path) -> None:
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures/posts.json").write_text(
        '[{"model": "blog.post", "fields": {"text": "auth.user",\n"tags": "auth_user"}}]'
    )
    tree, findings = after_passes(tmp_path)
    assert silent(tree, findings) == []
    assert not tree.changes()


def test_large_files_are_mapped_and_still_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transformer.contents.MAPPED_FROM", 1)
    (tmp_path / "fixtures").mkdir()
    row = '{"model": "auth.user", "pk": %d, "fields": {"username": "auth.user"}}'
    (tmp_path / "fixtures/a.json").write_text("[" + ",\n".join(row % n for n in range(9)) + "]")
    for name in NAMES:
        (tmp_path / "all" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / name).write_bytes(LINES)
    tree, findings = after_passes(tmp_path)
    assert tree.read("fixtures/a.json").count(b'"users.user"') == 9
    assert silent(tree, findings) == []
