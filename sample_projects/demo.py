"""The main job, from a database in use to the proof that nothing was lost.

    python sample_projects/demo.py [blog|shop]

It works on a copy of the sample project in `.demo/`, with the Python that runs it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
WORK = Path(os.environ.get("USERSHIFT_DEMO") or HERE.parent / ".demo")
IDENTITY = {"user.name": "Demo", "user.email": "demo@example.com", "commit.gpgsign": "false"}
MODEL = """\
from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    pass
"""
ADOPTED = ("django_content_type", "django_migrations")


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "blog"
    shutil.rmtree(WORK, ignore_errors=True)
    project = Path(shutil.copytree(HERE / name, WORK / name))
    git(project, "init", "-q")
    # A fresh machine has no identity, and the owner's may want to sign.
    for setting, value in IDENTITY.items():
        git(project, "config", setting, value)
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "A project on auth.User")

    say(f"1. The project `{name}` as it is: a database with users, grants, log entries, sessions")
    manage(project, "migrate", "-v0")
    print(manage(project, "populate", "--sessions", str(WORK / "sessions.json")).strip())
    before = snapshot(project)
    print(f"Its own tests: {tests(project)}")

    say("2. The same by hand: class User(AbstractUser), the setting, makemigrations, migrate")
    print(by_hand(Path(shutil.copytree(project, WORK / "by-hand"))))

    say("3. usershift migrate --commit")
    usershift = [sys.executable, "-m", "usershift", "migrate", str(project), "--commit"]
    if (status := subprocess.run(usershift, cwd=HERE.parent, check=False).returncode) != 0:
        raise SystemExit(status)
    print()
    first = first_commit(project)
    log = git(project, "log", "--reverse", "--shortstat", "--format=%s", f"{first}..")
    print(log.replace("\n\n", "\n").rstrip())
    print(f"Altogether\n{git(project, 'diff', '-M30%', '--shortstat', first, 'HEAD').rstrip()}")

    say("4. The database adopts it: python manage.py migrate, and nothing else")
    print(manage(project, "migrate").strip())
    print(manage(project, "check").strip())
    print(manage(project, "makemigrations", "--check", "--dry-run").strip())
    after = snapshot(project)

    say("5. The proof")
    if lost := compare(before, after):
        raise SystemExit("LOST: " + ", ".join(lost))
    print(f"its own tests: {tests(project)}")
    print(f"\nThe project and its history are in {os.path.relpath(project)}: look around.")


def tests(project: Path) -> str:
    """What its test runner says at the end: how many, and that they passed."""
    said = run(project, [sys.executable, "manage.py", "test", "-v0"], errors=True)
    return " ".join(line for line in said.splitlines() if line.startswith(("Ran ", "OK")))


def by_hand(project: Path) -> str:
    """What a database in use says to the user model that a new project would begin with."""
    app = project / "accounts"
    (app / "migrations").mkdir(parents=True)
    for folder in (app, app / "migrations"):
        (folder / "__init__.py").touch()
    (app / "models.py").write_text(MODEL, encoding="utf-8")
    asked = [sys.executable, "-c", "import manage, os; manage.main()", "diffsettings"]
    module = next(
        line for line in run(project, asked).splitlines() if line.startswith("SETTINGS_MODULE")
    )
    settings = project / f"{module.split(chr(39))[1].replace('.', '/')}.py"
    with settings.open("a", encoding="utf-8") as file:
        file.write("INSTALLED_APPS = [*INSTALLED_APPS, 'accounts']\n")
        file.write("AUTH_USER_MODEL = 'accounts.User'\n")
    steps = (("makemigrations", "accounts"), ("migrate", "-v0"))
    for step in steps:
        command = [sys.executable, "manage.py", *step]
        done = subprocess.run(command, cwd=project, text=True, capture_output=True, check=False)
        if done.returncode:
            return f"manage.py {step[0]}: {done.stderr.strip().splitlines()[-1]}"
    return "It went through."


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Print what is the same; return what is not."""
    lost = [
        table
        for table, facts in before["tables"].items()
        if table not in ADOPTED and after["tables"].get(table) != facts
    ]
    same = len(before["tables"]) - len(lost) - len(ADOPTED)
    print(f"{same} tables: every row the same, by checksum ({', '.join(ADOPTED)} took the change)")
    keys = sum(after["dangling"].values())
    print(f"{len(after['dangling'])} foreign keys to auth_user: {keys} dangling")
    grants = sum(len(permissions) for _, permissions in after["users"].values())
    lost += [part for part in ("users", "sessions", "logins") if before[part] != after[part]]
    print(f"{len(after['users'])} users, {grants} permissions they have: the same as before")
    for name, user in after["sessions"].items():
        print(f"the session of {name} is still {user}'s; the password is {word(after, name)}")
    return lost + (["foreign keys"] if keys else [])


def word(after: dict[str, Any], name: str) -> str:
    return "still good" if after["logins"][name] else "LOST"


def snapshot(project: Path) -> dict[str, Any]:
    script = [sys.executable, str(HERE / "snapshot.py"), str(WORK / "sessions.json")]
    facts: dict[str, Any] = json.loads(run(project, script))
    return facts


def manage(project: Path, *arguments: str) -> str:
    return run(project, [sys.executable, "manage.py", *arguments])


def git(project: Path, *arguments: str) -> str:
    return run(project, ["git", *arguments])


def first_commit(project: Path) -> str:
    return git(project, "rev-list", "--max-parents=0", "HEAD").strip()


def run(project: Path, command: list[str], *, errors: bool = False) -> str:
    """What a command printed: on stdout, and with ``errors`` on stderr, too."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=project, env=environment, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout + (done.stderr if errors or "migrate" in command else "")


def say(what: str) -> None:
    print(f"\n\033[1m{what}\033[0m" if sys.stdout.isatty() else f"\n{what}", flush=True)


if __name__ == "__main__":
    main()
