"""Images that take the project's folders by name: the users app's has to be among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline import run_passes
from tests.projects import write_files
from transformer.formats.dockerignore import deciding
from transformer.options import Options


def lines(root: Path, path: str, content: str, app_path: str = "users") -> list[int]:
    files = {"blog/models.py": "", "shop/models.py": "", "manage.py": "", path: content}
    options = Options(app_path=app_path, app_module=app_path.replace("/", "."))
    done = run_passes(root, files, "users-app", options=options)
    found = [each for each in done.findings if each.code == "US203"]
    assert {each.path for each in found} <= {path}
    return [each.line for each in found]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("*\n!/blog\n!shop\n", [1]),
        ("# all\n**\n\n!blog/**\n", [2]),
        ("*\n!blog\n!**/*.py\n", []),
        ("*\n!blog\n!users\n", []),
        ("*\n!requirements.txt\n", []),
        ("u*\n", [1]),
        ("docs\n*.md\n**/__pycache__\n", []),
        ("", []),
    ],
)
def test_dockerignore(content: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(tmp_path, ".dockerignore", content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("FROM x\nCOPY manage.py .\nCOPY --chown=a:b ./blog /app/blog\nCOPY shop/ shop/\n", [3]),
        ("FROM x\nADD /blog \\\n    /shop /app/\n", [2]),
        ('FROM x\nCOPY ["blog", "shop", "/app/"]\n', [2]),
        ("FROM x\nCOPY blog /app/blog\nCOPY users /app/users\n", []),
        ("FROM x\nCOPY blog /app/blog\nFROM x\nCOPY . /app\n", []),
        ("FROM x\nCOPY blog /app/blog\nCOPY ./* /app/\n", []),
        ("FROM x\nCOPY --from=build blog /app/blog\n", []),
        ("FROM x\nCOPY blog/static /static\nCOPY manage.py requirements.txt ./\n", []),
        ("FROM x\nCOPY 'blog /app/blog\n# COPY blog /app\n", []),
    ],
)
def test_dockerfile(content: str, expected: list[int], tmp_path: Path) -> None:
    assert lines(tmp_path, "docker/web.Dockerfile", content) == expected


def test_a_folder_that_is_taken_as_a_whole_brings_the_users_app(tmp_path: Path) -> None:
    write_files(tmp_path, {"apps/news/models.py": ""})
    assert lines(tmp_path, ".dockerignore", "*\n!apps\n!blog\n", "apps/users") == []
    assert lines(tmp_path, "Dockerfile", "COPY apps blog /app/\n", "apps/users") == []


@pytest.mark.parametrize(
    ("pattern", "path", "out"),
    [
        ("/users/", "users/models.py", True),
        ("users", "apps/users/models.py", False),
        ("**/users", "apps/users/models.py", True),
        ("**/users", "users/models.py", True),
        ("apps/*/models.py", "apps/users/models.py", True),
        ("*/models.py", "apps/users/models.py", False),
        ("**.py", "apps/users/models.py", True),
        ("u?ers", "users/models.py", True),
        ("[a-z]sers", "users/models.py", True),
        ("user.", "users/models.py", False),
        (" ", "users/models.py", False),
        ("../users", "users/models.py", False),
        ("#users", "users/models.py", False),
        ("users\\", "users/models.py", False),
        ("[z-a]sers", "users/models.py", False),
    ],
)
def test_patterns_of_dockerignore(pattern: str, path: str, out: bool) -> None:
    assert deciding(pattern.encode(), path) == ((1, True) if out else None)
