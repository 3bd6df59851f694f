"""Names for the type checker join the ``if TYPE_CHECKING:`` that is there, where they can."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codemod.rewriting import check, rewritten

USE = "\n\ndef greet(user: User) -> str:\n    return user.username\n"
AUTH = "from django.contrib.auth.models import User\n"
CALL = "from django.contrib.auth import get_user_model\n"
IF = "if TYPE_CHECKING:\n"
USER = "    from users.models import User\n"
ELSE = "else:\n    User = get_user_model()\n"
TYPING = "from typing import TYPE_CHECKING\n\n"


@pytest.mark.parametrize(
    ("block", "joined"),
    [
        pytest.param(
            IF + "    from blog.models import Post\n",
            IF + "    from blog.models import Post\n" + USER + ELSE,
            id="alone",
        ),
        pytest.param(
            IF + "    # A cycle.\n    from zoo import Animal\n    # from zoo import Plant\n",
            IF
            + "    # A cycle.\n    from zoo import Animal\n\n"
            + USER
            + "    # from zoo import Plant\n"
            + ELSE,
            id="with-comments",
        ),
        pytest.param(
            IF + "  from zoo import Animal\n\n  Animals = list[Animal]\n",
            IF
            + "  from zoo import Animal\n\n  from users.models import User\n\n"
            + "  Animals = list[Animal]\nelse:\n  User = get_user_model()\n",
            id="with-an-alias-below",
        ),
        pytest.param(
            IF + "    from blog.models import Post\nelse:\n    Post = object\n",
            IF
            + "    from blog.models import Post\n"
            + USER
            + "else:\n    Post = object\n    User = get_user_model()\n",
            id="with-else",
        ),
        pytest.param(
            IF + "    from blog.a import b\n\n" + IF + "    from blog.c import d\n",
            IF + "    from blog.a import b\n\n" + IF + "    from blog.c import d\n" + USER + ELSE,
            id="the-last-of-several",
        ),
    ],
)
def test_joins_the_block_below_the_imports(tmp_path: Path, block: str, joined: str) -> None:
    check(tmp_path, TYPING + AUTH + "\n" + block + USE, TYPING + CALL + "\n" + joined + USE)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("if TYPE_CHECKING: from blog.models import Post\n", id="on-one-line"),
        pytest.param(
            "if TYPE_CHECKING:\n    from blog.a import b\nelif print():\n    b = 1\n",
            id="with-elif",
        ),
        pytest.param("if TYPE_CHECKING:\n    Post = int\n", id="without-imports"),
        pytest.param(
            "if TYPE_CHECKING:\n    from blog.a import b\n\n    Users = list[User]\n",
            id="that-needs-the-name",
        ),
        pytest.param(
            "try:\n    import blog.a\n\n    if TYPE_CHECKING:\n        from blog.a import b\n"
            "except ImportError:\n    pass\n",
            id="inside-try",
        ),
        pytest.param("if not TYPE_CHECKING:\n    from blog.a import b\n", id="for-the-program"),
        pytest.param(
            'NAME = "blog"\n\nif TYPE_CHECKING:\n    from blog.a import b\n', id="further-down"
        ),
    ],
)
def test_a_block_stays(tmp_path: Path, block: str) -> None:
    before = TYPING + AUTH + "\n" + block + USE
    after = rewritten(tmp_path, before.encode()).decode()
    assert block in after
    assert IF + USER + ELSE in after


def test_a_block_above_other_imports_stays(tmp_path: Path) -> None:
    block = "if TYPE_CHECKING:\n    from blog.models import Post\n\n"
    check(
        tmp_path,
        TYPING + AUTH + "\n" + block + "import blog\n" + USE,
        TYPING + CALL + "\n" + block + "import blog\n\n" + IF + USER + ELSE + USE,
    )


def test_typing_is_not_imported_once_more(tmp_path: Path) -> None:
    check(
        tmp_path,
        "import typing\n\n" + AUTH + "\nif typing.TYPE_CHECKING:\n    from blog.a import b\n" + USE,
        "import typing\n\n" + CALL + "\nif typing.TYPE_CHECKING:\n    from blog.a import b\n"
        "    from users.models import User\nelse:\n    User = get_user_model()\n" + USE,
    )


def test_no_line_break_at_the_end(tmp_path: Path) -> None:
    before = TYPING + AUTH + "\n" + IF + "    from blog.a import b  # type: User"
    assert rewritten(tmp_path, before.encode()).decode() == (
        TYPING + CALL + "\n" + IF + "    from blog.a import b  # type: User\n" + USER + ELSE
    )


def test_two_names_share_a_block(tmp_path: Path) -> None:
    check(
        tmp_path,
        "from django.contrib.auth.models import User, User as Person\n\n\n"
        "def same(user: User, person: Person) -> bool:\n    return user == person\n",
        TYPING
        + CALL
        + "\nif TYPE_CHECKING:\n    from users.models import User as Person, User\nelse:\n"
        "    Person = get_user_model()\n    User = get_user_model()\n\n\n"
        "def same(user: User, person: Person) -> bool:\n    return user == person\n",
    )


def test_windows_line_endings(tmp_path: Path) -> None:
    before = TYPING + AUTH + "\nif TYPE_CHECKING:\n    from blog.a import b\n" + USE
    after = (
        TYPING
        + CALL
        + "\nif TYPE_CHECKING:\n    from blog.a import b\n    from users.models import User\n"
        "else:\n    User = get_user_model()\n" + USE
    )
    given = before.replace("\n", "\r\n").encode()
    assert rewritten(tmp_path, given) == after.replace("\n", "\r\n").encode()


def test_what_the_block_imported_goes_without_a_trace(tmp_path: Path) -> None:
    check(
        tmp_path,
        TYPING
        + AUTH
        + "\nif TYPE_CHECKING:\n    from django.contrib.auth.models import User as U\n"
        "\n\ndef greet(user: User) -> str:\n    return user.username\n",
        TYPING + CALL + "\nif TYPE_CHECKING:\n    from users.models import User\n"
        "else:\n    User = get_user_model()\n"
        "\n\ndef greet(user: User) -> str:\n    return user.username\n",
    )
