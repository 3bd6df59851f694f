"""The runbook that `migrate --runbook` writes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

SAMPLES = Path(__file__).parent.parent / "sample_projects"


def copied(tmp_path: Path, sample: str) -> Path:
    ignored = shutil.ignore_patterns("*.sqlite3", "__pycache__")
    return Path(shutil.copytree(SAMPLES / sample, tmp_path / sample, ignore=ignored))


def written(tmp_path: Path, *arguments: str, sample: str = "blog", settings: str = "") -> str:
    project = copied(tmp_path, sample)
    if settings:
        with (project / "mysite" / "settings.py").open("a") as file:
            file.write(settings)
    book = tmp_path / "runbook.md"
    command = [sys.executable, "-m", "usershift", "migrate", str(project), "--dry-run"]
    done = subprocess.run(
        [*command, "--django", "4.2", "--runbook", str(book), *arguments],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return book.read_text()


def sh(folder: Path, commands: str) -> str:
    """What the commands print; each must succeed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DB_", "DJANGO_"))}
    done = subprocess.run(
        ["sh", "-ec", commands],
        cwd=folder,
        env={**environment, "PATH": path, "PYTHONPATH": str(SAMPLES.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_under_the_bridge_a_plain_migrate_is_all(tmp_path: Path) -> None:
    text = written(tmp_path)
    assert "Nothing has to run before it" in text
    assert "adopt_users" not in text
    assert "python manage.py migrate users 0001_initial" in text


def test_the_command_and_the_places_that_call_migrate(tmp_path: Path) -> None:
    text = written(tmp_path, "--strategy", "command")
    assert text.index("manage.py adopt_users") < text.index("python manage.py migrate\n")


def test_two_releases(tmp_path: Path) -> None:
    assert "This is the first of two releases" in written(tmp_path, "--strategy", "two-step")


def test_grafted_into_an_app_the_way_back_ends_before_the_content_type(tmp_path: Path) -> None:
    text = written(tmp_path, "--strategy", "graft", "--app", "blog")
    assert "python manage.py migrate blog 0004_" in text


@pytest.mark.parametrize("strategy", ["bridge", "command", "two-step"])
def test_no_paragraph_is_left_out_or_doubled(tmp_path: Path, strategy: str) -> None:
    text = written(tmp_path, "--strategy", strategy)
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 1. What changes",
        "## 2. By hand",
        "## 3. Before",
        "## 4. Staging",
        "## 5. Deploy",
        "## 6. After",
        "## 7. Rollback",
        "## 8. Later releases",
    ]
    assert "\n\n\n" not in text and "{{" not in text and "{%" not in text


def test_what_is_left_to_do_is_a_list_to_tick_off(tmp_path: Path) -> None:
    text = written(tmp_path, sample="shop")
    assert "- [ ] perms.auth stands for all permissions in app auth" in text
    assert "`templates/base.html:13`" in text


def test_the_places_that_migrate_are_named_under_any_strategy(tmp_path: Path) -> None:
    text = written(tmp_path, sample="shop")
    for place in ("Procfile:1", "Makefile:4", "scripts/entrypoint.sh:3"):
        assert f"- `{place}`" in text


@pytest.mark.parametrize(("option", "box"), [((), "[ ]"), (("--deploy",), "[x]")])
def test_the_places_that_must_adopt_first(
    tmp_path: Path, option: tuple[str, ...], box: str
) -> None:
    text = written(tmp_path, "--strategy", "command", *option, sample="shop")
    assert f"- {box} `Procfile:1`" in text


def test_each_database_has_its_backup(tmp_path: Path) -> None:
    settings = """
        DATABASES = {
            "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "HOST": "db"},
            "log": {"ENGINE": "django.db.backends.mysql", "NAME": "log", "USER": get("X")},
        }
        """
    text = written(tmp_path, settings=dedent(settings))
    assert "pg_dump --format=custom --file=before-default.dump --host=db shop\n" in text
    assert "--user=$LOG_USER log > before-log.sql\n" in text
    assert "with `--database log`" in text
    assert "On MariaDB and MySQL views on it break" in text
    assert "sqlite3" not in text


def test_a_server_that_only_the_environment_knows(tmp_path: Path) -> None:
    settings = "import env\nDATABASES = {'default': env.db()}\n"
    text = written(tmp_path, settings=settings)
    for command in ("pg_dump", "mysqldump", "sqlite3"):
        assert command in text


def sections(text: str) -> dict[str, list[str]]:
    """The fenced commands by the number of their section."""
    parts = re.split(r"^## (\d)\..*$", text, flags=re.MULTILINE)
    return {
        number: re.findall(r"^```sh\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
        for number, part in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.mark.parametrize("strategy", ["bridge", "command"])
def test_its_commands_lead_there_and_back_and_there_again(tmp_path: Path, strategy: str) -> None:
    """On SQLite, as a person would run them."""
    blog = copied(tmp_path, "blog")
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.com")
    sh(blog, f"{' '.join(git)} init -q -b old && git add -A")
    sh(blog, f"{' '.join(git)} commit -q -m before")
    sh(blog, "python manage.py migrate -v0; python manage.py populate")
    sh(blog, f"python -m usershift migrate . --strategy {strategy} --runbook ../runbook.md")
    sh(blog, f"git checkout -q -b new && git add -A && {' '.join(git)} commit -q -m after")
    steps = sections((tmp_path / "runbook.md").read_text())
    look, count = steps["3"][:2]
    (deploy,) = steps["5"]
    after = steps["6"]
    back, old = steps["7"][:2]

    sh(blog, "git checkout -q old")
    assert "[ ]" not in sh(blog, look)
    sh(blog, count)
    numbers = (blog / "users-before.txt").read_text()
    assert re.search(r"^users [1-9]", numbers)
    sh(blog, "git checkout -q new")
    sh(blog, deploy)
    for commands in after:
        sh(blog, commands)

    sh(blog, back)
    sh(blog, "git checkout -q old")
    sh(blog, old)
    sh(blog, "python manage.py check && python manage.py makemigrations --check --dry-run")
    sh(blog, count)
    # `migrate` of the new code leaves an empty content type, as the runbook says.
    kept = [line for line in numbers.splitlines() if not re.match("permissions on|content", line)]
    assert set(kept) <= set((blog / "users-before.txt").read_text().splitlines())

    sh(blog, "git checkout -q new")
    sh(blog, deploy)
    (blog / "users-before.txt").write_text(numbers)
    for commands in after:
        sh(blog, commands)
