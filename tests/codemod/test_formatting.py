"""What the passes write follows the project's formatter: the real ones say so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline import run_passes

BIN = Path(sys.executable).parent
PASSES = ("settings", "users-app", "admin", "references")
HOOKS = """\
repos:
  - repo: local
    hooks:
      - id: {id}
        args: [{args}]
"""
BLACK_AND_ISORT = """\
[tool.black]
line-length = 120
skip-string-normalization = true

[tool.isort]
profile = "black"
line_length = 120
"""
SINGLE_QUOTES = """\
line-length = 79

[format]
quote-style = "single"

[lint.isort]
lines-after-imports = 2
force-single-line = true
"""
SECTIONS = """\
[tool.ruff]
line-length = 100
indent-width = 2

[tool.ruff.lint.isort]
section-order = ["future", "standard-library", "first-party", "third-party", "local-folder"]
"""
MODELS = b"""\
from django.contrib.auth.models import User
from django.db import models


class Post(models.Model):
    author = models.ForeignKey(User, models.CASCADE, null=True)
    editor = models.ForeignKey(
        User, related_name="edited", null=True, on_delete=models.SET_NULL
    )
"""
VIEWS = b"""\
from blog.models import Post
from django.contrib.auth.models import Group, User
from django.shortcuts import render


def index(request):
    return render(request, "index.html", {"users": User, "groups": Group, "p": Post})
"""
BLACK = ("black", "--check", ".")
RUFF = ("ruff", "format", "--no-cache", "--check", ".")
SORTED = ("ruff", "check", "--no-cache", "--select", "F,I", ".")
ISORT = ("isort", "--check", ".")


def says(root: Path, *command: str) -> tuple[int, str]:
    environment = {"HOME": str(root), "PATH": os.defpath, "BLACK_CACHE_DIR": str(root / ".cache")}
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def laid_out_first(root: Path, *commands: tuple[str, ...]) -> None:
    for command in commands:
        options = ("--fix",) if command[:2] == ("ruff", "check") else ()
        says(root, *(part for part in command if part != "--check"), *options)
        assert says(root, *command)[0] == 0


@pytest.mark.parametrize(
    ("name", "configuration", "commands"),
    [
        ("pyproject.toml", "[tool.black]\nline-length = 79\n", [BLACK]),
        (
            "pyproject.toml",
            BLACK_AND_ISORT,
            [BLACK, ISORT],
        ),
        (
            "ruff.toml",
            SINGLE_QUOTES,
            [RUFF, SORTED],
        ),
        (
            "pyproject.toml",
            SECTIONS,
            [RUFF, SORTED],
        ),
        (
            ".pre-commit-config.yaml",
            HOOKS.format(id="black", args='"--line-length=110"'),
            [(*BLACK, "-l", "110")],
        ),
    ],
    ids=["black", "black-and-isort", "ruff", "ruff-sections", "pre-commit"],
)
def test_what_is_written(
    name: str, configuration: str, commands: list[tuple[str, ...]], tmp_path: Path
) -> None:
    files = {"blog/__init__.py": b"", "blog/models.py": MODELS, "blog/views.py": VIEWS}
    for path, content in {**files, name: configuration.encode()}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    laid_out_first(tmp_path, *commands)
    done = run_passes(tmp_path, {}, *PASSES)
    assert {"blog/models.py", "blog/views.py", "users/adoption.py"} <= {*done.changed}
    done.write()
    for command in commands:
        status, words = says(tmp_path, *command)
        assert status == 0, words
    assert not done.again().changes


def test_a_file_that_was_not_laid_out_keeps_what_no_rule_touches(tmp_path: Path) -> None:
    odd = b"from django.contrib.auth.models import User\nx = {  'a':User }\n"
    files = {"pyproject.toml": b"[tool.black]\n", "blog/odd.py": odd}
    done = run_passes(tmp_path, files, "references")
    assert done.text("blog/odd.py").endswith("x = {  'a':User }\n")


def test_without_a_formatter_nothing_is_laid_out(tmp_path: Path) -> None:
    done = run_passes(tmp_path, {"blog/models.py": MODELS}, "references")
    assert "ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)" in done.text(
        "blog/models.py"
    )


def test_a_configuration_that_the_formatter_refuses_stops_nothing(tmp_path: Path) -> None:
    files = {"ruff.toml": b"extend = 'missing.toml'\n", "blog/models.py": MODELS}
    done = run_passes(tmp_path, files, "references")
    assert "settings.AUTH_USER_MODEL" in done.text("blog/models.py")


def test_edits_and_findings_move_with_what_is_laid_out(tmp_path: Path) -> None:
    source = b"""\
from django.contrib.auth.models import User
from django.db import models


class Post(models.Model):
    author = models.ForeignKey(User, models.CASCADE, null=True, related_name="posts")


def labels(name):
    return f"auth.{name}_user"
"""
    files = {"ruff.toml": b"line-length = 88\n", "blog/models.py": source}
    done = run_passes(tmp_path, files, "references")
    lines = done.text("blog/models.py").splitlines()
    for finding in done.findings:
        if finding.line:
            assert "auth" in lines[finding.line - 1]
