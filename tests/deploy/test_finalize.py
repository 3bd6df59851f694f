"""`usershift finalize` says which scripts still call the command that it takes away."""

from __future__ import annotations

from pathlib import Path

from tests.pipeline import run_passes
from transformer.options import Options
from transformer.strategies.generated_app import UsersApp, render

SCRIPTS = {
    "up.sh": "set -e\npython manage.py adopt_users\nls  # manage.py adopt_users\n",
    "Jenkinsfile": "sh 'python manage.py adopt_users'\n",
    "fabfile.py": "import os\nos.system('./manage.py adopt_users && ./manage.py migrate')\n",
    "down.sh": "python manage.py migrate\n",
}


def told(root: Path, strategy: str) -> set[tuple[str, int]]:
    app = render(UsersApp("users", "users", (4, 2), strategy))
    made = {f"users/{path}": content.decode() for path, content in app.items()}
    done = run_passes(root, {**made, **SCRIPTS}, "finalize", options=Options(strategy=strategy))
    return {(f.path, f.line) for f in done.findings if f.code == "US222"}


def test_each_call_is_said(tmp_path: Path) -> None:
    assert told(tmp_path, "command") == {("up.sh", 2), ("Jenkinsfile", 1), ("fabfile.py", 2)}


def test_without_the_command_nothing_is(tmp_path: Path) -> None:
    assert told(tmp_path, "bridge") == set()
