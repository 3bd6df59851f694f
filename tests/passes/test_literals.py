"""Edits of a part of a string literal, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline import run_passes
from transformer.findings import Finding, Level
from transformer.options import Options


def rewritten(root: Path, source: bytes, suggested: bool = False) -> tuple[bytes, list[Finding]]:
    """One file after the references pass, and what was said of it."""
    options = Options(suggested=suggested)
    done = run_passes(root, {"views.py": source}, "references", options=options)
    return done.tree.read("views.py"), done.findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"has_perm('auth.add_user')", b"has_perm('users.add_user')"),
        (b'has_perm(r"auth.add_user")', b'has_perm(r"users.add_user")'),
        (b'has_perm("""auth.add_user""")', b'has_perm("""users.add_user""")'),
        (b"has_perm('auth.' 'add_user')", b"has_perm('users.' 'add_user')"),
        (
            b"has_perm(\n    'auth.'  # x\n    'add_user'\n)",
            b"has_perm(\n    'users.'  # x\n    'add_user'\n)",
        ),
        (b"has_perm(f'auth.{verb}_user')", b"has_perm(f'users.{verb}_user')"),
        (b"has_perm(F'auth.{verb!s:>{9}}_user')", b"has_perm(F'users.{verb!s:>{9}}_user')"),
        (b"has_perm(('auth.add_user'))", b"has_perm(('users.add_user'))"),
        (b"has_perm('auth.add_user')\r\nx = 1\r\n", b"has_perm('users.add_user')\r\nx = 1\r\n"),
        (b"\xef\xbb\xbfhas_perm('auth.add_user')", b"\xef\xbb\xbfhas_perm('users.add_user')"),
        (
            b"# coding: latin-1\nx = '\xe9'; has_perm('auth.add_user')\n",
            b"# coding: latin-1\nx = '\xe9'; has_perm('users.add_user')\n",
        ),
        (
            "x = 'é'; has_perm('auth.add_user')".encode(),
            "x = 'é'; has_perm('users.add_user')".encode(),
        ),
    ],
)
def test_only_the_label_changes(before: bytes, after: bytes, tmp_path: Path) -> None:
    assert rewritten(tmp_path, before) == (after, [])


@pytest.mark.parametrize(
    "source",
    [
        b"has_perm('a' 'uth.add_user')",
        b"has_perm('auth.' # auth.\n 'add_user')",
        b"has_perm('\\x61uth.add_user')",
    ],
)
def test_a_label_in_pieces_is_reported(source: bytes, tmp_path: Path) -> None:
    after, findings = rewritten(tmp_path, b"AUTH = 'auth'\n" + source)
    assert after == b"AUTH = 'auth'\n" + source
    assert [(f.code, f.level) for f in findings] == [("US317", Level.TODO)]


@pytest.mark.parametrize("comment", [b"# usershift: ignore", b"# usershift: ignore[US317]"])
def test_an_ignored_line_stays_and_nothing_is_said(comment: bytes, tmp_path: Path) -> None:
    source = b"has_perm('auth.add_user')  " + comment
    assert rewritten(tmp_path, source) == (source, [])


def test_an_ignored_line_is_ignored_when_it_would_be_reported(tmp_path: Path) -> None:
    source = b"X = {'auth.User': 1}  # usershift: ignore[US349]"
    assert rewritten(tmp_path, source) == (source, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"['auth']", b"['auth', 'users']"),
        (b"('auth',)", b"('auth', 'users')"),
        (b'{"auth", "blog"}', b'{"auth", "users", "blog"}'),
        (b"[\n    'auth',\n    'blog',\n]", b"[\n    'auth',\n    'users',\n    'blog',\n]"),
        (
            b"[\n    'auth',  # x\n    'blog',\n]",
            b"[\n    'auth',  # x\n    'users',\n    'blog',\n]",
        ),
        (b"[\n    'blog',\n    'auth'\n]", b"[\n    'blog',\n    'auth',\n    'users'\n]"),
        (b"[\r\n    'auth',\r\n]", b"[\r\n    'auth',\r\n    'users',\r\n]"),
        (b"[\n    'auth', 'blog',\n]", b"[\n    'auth', 'users', 'blog',\n]"),
    ],
)
def test_a_label_is_added_in_the_layout_of_the_list(
    before: bytes, after: bytes, tmp_path: Path
) -> None:
    head = b"kinds = qs.filter(content_type__app_label__in="
    result, findings = rewritten(tmp_path, head + before + b")", suggested=True)
    assert result == head + after + b")"
    assert [f.level for f in findings] == [Level.REVIEW]


@pytest.mark.parametrize(
    "source",
    [
        "class User: pass\npost_save.connect(f, sender=User)\n# auth",
        "User = object()\nhas_perm('crm.change_user')  # auth",
        "logger = getLogger('oauth.user')",
        "scopes = ['auth', 'profile']",
        "def auth(user): return user.auth['user']",
        "url = '/oauth/user/'; other = '/auth/users/'",
        "key = 'session:_auth_user_id'",
        "name = 'auth_user_profile'",
        "group = get_model('auth', 'Group')",
        "INSTALLED_APPS = ['django.contrib.auth']",
        "admin = reverse('admin:auth_user_password_change', args=[1])",
        "config.get('auth', 'username')",
        "template = 'admin/auth/user/add_form.html'",
    ],
)
def test_what_is_not_the_auth_user_is_left_alone_in_silence(source: str, tmp_path: Path) -> None:
    assert rewritten(tmp_path, source.encode(), suggested=True) == (source.encode(), [])
