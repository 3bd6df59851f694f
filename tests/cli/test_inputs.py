"""Input of any kind: a finding that names the file, or nothing to do; never a crash, never silence.

Whatever one file is like, the others are done.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.called import FILES, LIMITED, usershift
from tests.delivery.shapes import lay

USER = b"from django.contrib.auth.models import User\n"

REPORTED = {
    "brackets": ("blog/deep.py", USER + b"x = " + b"(" * 1300 + b"User" + b")" * 1300),
    "brackets that stay open": ("blog/deep.py", USER + b"x = " + b"(" * 100_000 + b"User"),
    "brackets behind an f-string": (
        "blog/deep.py",
        USER + b"print(f'{User['a']}')\nx = " + b"[" * 1300 + b"]" * 1300,
    ),
    "attributes": ("blog/deep.py", USER + b"x = User" + b".a" * 5000),
    "calls": ("blog/deep.py", USER + b"x = User" + b"()" * 5000),
    "signs": ("blog/deep.py", USER + b"x = " + b"-" * 5000 + b"User"),
    "a sum": ("blog/deep.py", USER + b"x = " + b"User + " * 20_000 + b"1"),
    "lambda": ("blog/deep.py", USER + b"x = " + b"lambda: " * 3000 + b"User"),
    "elif": ("blog/deep.py", USER + b"if 1:\n pass\n" + b"elif User:\n pass\n" * 3000),
    "too large": (
        "blog/large.py",
        USER + b"# a comment of some length, again and again\n" * 400_000,
    ),
    "a NUL": ("blog/deep.py", USER + b"\0\0\n"),
    "rot13": ("blog/deep.py", b"# coding: rot13\n" + USER),
    "zlib": ("blog/deep.py", b"# coding: zlib\n" + USER),
    "a codec that is none": ("blog/deep.py", b"# coding: nonesuch\n" + USER),
    "no UTF-8": ("blog/deep.py", USER + b"x = '\xe9'\n"),
    "no UTF-8 in an import": ("blog/odd.py", b"from blog.models import User\nimport \xe9\n"),
    "no UTF-8 behind an import": ("blog/odd.py", b"from blog.models import User  # \xe9\n"),
    "a name of many bytes": ("blog/" + "n" * 240 + ".py", USER + b"x = ("),
    "a name with a line break": ("blog/a\nb.py", USER + b"x = ("),
    "a name that is no UTF-8": ("blog/\udce9.py", USER + b"x = ("),
}


def delivered(folder: Path) -> tuple[int, str]:
    """Status and report; the model beside whatever there is was moved."""
    done = usershift(folder, "migrate", before=LIMITED)
    assert done.returncode in (0, 3), done.stderr
    if done.returncode == 0:
        assert b"settings.AUTH_USER_MODEL" in (folder / "blog/models.py").read_bytes()
    return done.returncode, done.stderr


@pytest.mark.parametrize("what", REPORTED)
def test_what_cannot_be_read_is_named(tmp_path: Path, what: str) -> None:
    path, content = REPORTED[what]
    lay(tmp_path, {**FILES, path: content})
    status, said = delivered(tmp_path)
    assert status == 0
    assert "US901" in said
    assert Path(path).name.replace("\n", r"\n").replace("\udce9", r"\xe9") in said
    assert (tmp_path / path).read_bytes() == content


def test_a_python_file_of_more_than_four_megabytes(tmp_path: Path) -> None:
    """It is edited like any other."""
    lines = b"y = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'\n" * 70_000
    lay(tmp_path, {**FILES, "blog/big.py": USER + b"x = [User]\n" + lines})
    assert delivered(tmp_path)[0] == 0
    edited = (tmp_path / "blog/big.py").read_bytes()
    assert edited.endswith(lines)
    assert b"get_user_model()" in edited


def test_as_deep_as_python_reads(tmp_path: Path) -> None:
    deep = b"x = " + b"(" * 150 + b"User" + b")" * 150 + b"\n"
    indented = b"".join(b" " * n + b"if 1:\n" for n in range(90)) + b" " * 90 + b"y = User\n"
    lay(tmp_path, {**FILES, "blog/deep.py": USER + deep + indented})
    status, said = delivered(tmp_path)
    assert (status, "US901" in said) == (0, False)
    assert b"get_user_model()" in (tmp_path / "blog/deep.py").read_bytes()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    lay(tmp_path, {**FILES, "blog/secret.py": USER})
    (tmp_path / "blog/secret.py").chmod(0)
    assert "blog/secret.py  US905" in delivered(tmp_path)[1]


def test_what_parsers_think_of_a_file_is_not_said(tmp_path: Path) -> None:
    """Python warns of the escape, and regular expressions of the brackets."""
    odd = {".dockerignore": b"[[a]]\n*\n", "blog/odd.py": USER + b"x = '\\d', User\n"}
    settings = {"site1/settings.py": FILES["site1/settings.py"] + b"y = '\\d'\n"}
    lay(tmp_path, {**FILES, **settings, **odd})
    # Not a fork of this process, where pytest takes all warnings.
    done = subprocess.run(
        [sys.executable, "-m", "usershift", "migrate"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
