"""Calls that grow too long for the project's formatter are laid out as it does."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.codemod.test_imports import rewritten
from transformer.project.formatter import formatter_of

HEAD = """\
from django.contrib.auth.models import User
from django.db import models


class Post(models.Model):
"""


def fields(root: Path, body: str, config: str = "[tool.black]\n") -> str:
    (root / "pyproject.toml").write_text(config)
    after = rewritten(root, (HEAD + body).encode(), "blog/models.py").decode()
    return after.partition("class Post(models.Model):\n")[2]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            """\
                user = models.OneToOneField(User, related_name="profile", on_delete=models.CASCADE)
            """,
            """\
                user = models.OneToOneField(
                    settings.AUTH_USER_MODEL, related_name="profile", on_delete=models.CASCADE
                )
            """,
        ),
        (
            """\
                made_by = models.ForeignKey(
                    User, blank=True, null=True, related_name="x", on_delete=models.SET_NULL
                )
            """,
            """\
                made_by = models.ForeignKey(
                    settings.AUTH_USER_MODEL,
                    blank=True,
                    null=True,
                    related_name="x",
                    on_delete=models.SET_NULL,
                )
            """,
        ),
        (
            """\
                u = models.ForeignKey(User, models.CASCADE, null=True, blank=True, default="a", )
            """,
            None,
        ),
        (
            """\
                user = models.ForeignKey(User, models.CASCADE, null=True, blank=True)  # who made
            """,
            """\
                user = models.ForeignKey(
                    settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True
                )  # who made
            """,
        ),
        (
            """\
                user = models.ForeignKey(User, models.CASCADE)
            """,
            None,
        ),
        (
            (
                "    user = models.ForeignKey(User, models.CASCADE, null=True, "
                "help_text='longer than this before')\n"
            ),
            None,
        ),
    ],
    ids=["folded", "one a line", "comma", "comment", "short", "long before"],
)
def test_a_relation(before: str, after: str | None, tmp_path: Path) -> None:
    expected = filled(indented(before)) if after is None else indented(after)
    assert fields(tmp_path, indented(before)) == expected


def filled(text: str) -> str:
    return text.replace("(User", "(settings.AUTH_USER_MODEL")


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in dedent(text).splitlines())


def test_one_argument_a_line_where_they_do_not_fit(tmp_path: Path) -> None:
    body = "    user = models.OneToOneField(User, models.CASCADE, parent_link=True)\n"
    assert fields(tmp_path, body, "[tool.ruff]\nline-length = 72\n") == (
        "    user = models.OneToOneField(\n"
        "        settings.AUTH_USER_MODEL, models.CASCADE, parent_link=True\n"
        "    )\n"
    )
    short = "    user = models.OneToOneField(User, models.CASCADE)\n"
    assert fields(tmp_path, short, "[tool.ruff]\nline-length = 40\n") == filled(short)


def test_a_decorator_with_one_argument_a_line(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text("line-length = 66\n")
    source = (
        "from django.contrib.auth.models import User\n"
        "from django.db.models.signals import post_save\n"
        "from django.dispatch import receiver\n\n\n"
        "@receiver(post_save, sender=User, dispatch_uid='blog.welcome')\n"
        "def welcome(sender, **kwargs):\n"
        "    pass\n"
    )
    assert (
        "\n@receiver(\n"
        "    post_save,\n"
        "    sender=settings.AUTH_USER_MODEL,\n"
        "    dispatch_uid='blog.welcome',\n"
        ")\n"
        "def welcome("
    ) in rewritten(tmp_path, source.encode(), "blog/models.py").decode()


def test_nothing_is_laid_out_without_a_formatter(tmp_path: Path) -> None:
    body = "    user = models.OneToOneField(User, models.CASCADE, null=True, related_name='one')\n"
    assert fields(tmp_path, body, "[tool.mypy]\n") == filled(body)


HOOKS = "repos:\n- repo: x\n  hooks:\n  - id: {id}\n    args: {args}\n"


@pytest.mark.parametrize(
    ("files", "limit"),
    [
        ({"pyproject.toml": "[tool.black]\nline-length = 100\n"}, 100),
        ({"pyproject.toml": "[tool.ruff.lint]\nselect = ['E']\n"}, 88),
        ({"ruff.toml": "line-length = 79\n"}, 79),
        ({"src/ruff.toml": "line-length = 79\n", "ruff.toml": "line-length = 99\n"}, 99),
        ({".pre-commit-config.yaml": HOOKS.format(id="black", args="['-l', '79']")}, 79),
        ({".pre-commit-config.yaml": HOOKS.format(id="ruff-format", args="[]")}, 88),
        ({".pre-commit-config.yaml": HOOKS.format(id="flake8", args="[]")}, None),
        ({"pyproject.toml": "[tool"}, None),
        ({}, None),
    ],
)
def test_the_limit_is_what_the_formatter_has(files: dict[str, str], limit: int | None) -> None:
    found = formatter_of(files, lambda path: files[path].encode())
    assert (found and found.line_length) == limit
