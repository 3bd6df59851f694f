"""Every rewritten fixture loads into a project with the new user model; the old one does not."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest

from tests.passes.swapped import judge
from tests.pipeline import run_passes

ROWS = """[{"model": "auth.user", "pk": 7, "fields": {"username": "auth.user", "password": "!",
  "email": "auth_user@example.org", "groups": [["Editors"]],
  "user_permissions": [["change_user", "auth", "user"], ["add_group", "auth", "group"]]}}]
"""
XML = """<?xml version="1.0" encoding="utf-8"?>
<django-objects version="1.0">
  <object model="auth.user" pk="7"><field name="username" type="CharField">auth.user</field>
    <field name="groups" rel="ManyToManyRel" to="auth.group"><object><natural>Editors</natural>
    </object></field>
    <field name="user_permissions" rel="ManyToManyRel" to="auth.permission">
      <object><natural>change_user</natural><natural>auth</natural><natural>user</natural></object>
    </field></object>
</django-objects>
"""


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", content)
    return buffer.getvalue()


USERS = "list(User.objects.values_list('username', 'user_permissions__content_type__app_label'))"
CASES: dict[str, tuple[bytes, str, str]] = {
    "users.json": (
        ROWS.encode(),
        "sorted(p.content_type.app_label for p in User.objects.get().user_permissions.all())",
        "['auth', 'users']",
    ),
    "lines.jsonl": (
        ROWS.strip()[1:-1].replace("\n", " ").encode() + b"\n",
        "User.objects.get().username",
        "'auth.user'",
    ),
    "users.xml": (XML.encode(), USERS, "[('auth.user', 'users')]"),
    "users.yaml": (
        (
            b"- model: auth.user\n  pk: 7\n  fields:\n    username: auth.user  # \xc3\xa9\xc3\xa0\n"
            b"    groups:\n    - [Editors]\n    user_permissions:\n"
            b"    - - change_user\n      - auth\n      - user\n"
        ),
        USERS,
        "[('auth.user', 'users')]",
    ),
    "anchors.yaml": (
        (
            b"- &user\n  model: auth.user\n  fields: &some {username: a, groups: [[Editors]]}\n"
            b"- <<: *user\n  pk: 9\n  fields: {<<: *some, username: b}\n"
        ),
        "User.objects.count()",
        "2",
    ),
    "groups.json": (
        (
            b'[{"model": "auth.group", "fields": {"name": "G", "permissions":'
            b' [["view_user", "auth", "user"]]}}]'
        ),
        "Group.objects.get(name='G').permissions.get().content_type.app_label",
        "'users'",
    ),
    "permission.json": (
        (
            b'[{"model": "auth.permission", "fields": {"name": "Ban", "codename": "can_ban",'
            b' "content_type": ["auth", "user"]}}]'
        ),
        "Permission.objects.get(codename='can_ban').content_type.app_label",
        "'users'",
    ),
    "log.json": (
        (
            b'[{"model": "auth.user", "fields": {"username": "a", "groups": [["Editors"]]}}'
            b', {"model": "admin.logentry", "fields": {"action_time": "2026-01-01T00:00:00Z",'
            b' "user": ["a"], "content_type": ["auth", "user"], "object_id": "1"'
            b', "object_repr": "a", "action_flag": 2, "change_message": "auth.user"}}]'
        ),
        "LogEntry.objects.get().content_type.model_class() is User",
        "True",
    ),
    "bookmarks.json": (
        (
            b'[{"model": "blog.bookmark", "fields": {"kind": ["auth", "user"],'
            b' "labels": ["auth", "user"]}}]'
        ),
        "[(b.kind.app_label, b.labels) for b in Bookmark.objects.all()]",
        "[('users', ['auth', 'user'])]",
    ),
    "users1.json.gz": (
        gzip.compress(ROWS.encode(), mtime=7),
        "User.objects.get().username",
        "'auth.user'",
    ),
    "users2.json.bz2": (bz2.compress(ROWS.encode()), "User.objects.get().pk", "7"),
    "users3.json.xz": (lzma.compress(ROWS.encode()), "User.objects.get().pk", "7"),
    "users4.json.lzma": (
        lzma.compress(ROWS.encode(), lzma.FORMAT_ALONE),
        "User.objects.get().pk",
        "7",
    ),
    "users5.json.zip": (zipped(ROWS.encode()), "User.objects.get().pk", "7"),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What Django says of each fixture before and after; one process asks for all."""
    root = tmp_path_factory.mktemp("project")
    models = "class Bookmark(models.Model):\n    kind = models.ForeignKey(ContentType, 1)\n"
    models += "    labels = models.JSONField()\n"
    files: dict[str, str | bytes] = {f"blog/fixtures/{n}": c[0] for n, c in CASES.items()}
    done = run_passes(root / "before", {**files, "blog/models.py": models}, "fixtures")
    job: dict[str, tuple[str, str]] = {}
    for name, (_, probe, _) in CASES.items():
        new = root / "after" / name
        new.parent.mkdir(exist_ok=True)
        new.write_bytes(done.tree.read(f"blog/fixtures/{name}"))
        job["old " + name] = (str(root / "before/blog/fixtures" / name), probe)
        job["new " + name] = (str(new), probe)
    said = judge(root / "project", {"fixtures": job})["fixtures"]
    return {name: (said["old " + name], said["new " + name]) for name in CASES}


@pytest.mark.parametrize("name", CASES)
def test_loads_after_the_rewrite_only(name: str, answers: dict[str, tuple[str, str]]) -> None:
    old, new = answers[name]
    expected = CASES[name][2]
    assert new == expected
    assert old != expected


def test_recompressed_files_keep_what_their_headers_say(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile("users.json", "wb", fileobj=buffer, mtime=1234567) as file:
        file.write(ROWS.encode())
    files = {"fixtures/u.json.gz": buffer.getvalue(), "fixtures/v.json.zip": zipped(ROWS.encode())}
    done = run_passes(tmp_path, files, "fixtures")
    new = done.tree.read("fixtures/u.json.gz")
    assert new[:4] == buffer.getvalue()[:4]
    assert new[4:8] == buffer.getvalue()[4:8]
    assert new[10:21] == b"users.json\0"
    with zipfile.ZipFile(io.BytesIO(done.tree.read("fixtures/v.json.zip"))) as archive:
        assert archive.namelist() == ["users.json"]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_DEFLATED


def test_an_archive_of_two_files_is_left_alone_and_said(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", ROWS)
        archive.writestr("b.json", ROWS)
    done = run_passes(tmp_path, {"fixtures/u.json.zip": buffer.getvalue()}, "fixtures")
    assert not done.tree.changes()
    assert [f.code for f in done.findings] == ["US705"]
