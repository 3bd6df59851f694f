"""What is measured against: tools that read the same files, and the floor of all of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

BASE = "django-upgrade"
FLOOR = "git grep -l"
LIBCST = "a LibCST codemod"
SEMGREP = "semgrep, one rule"
USERSHIFT = "usershift "
# They take minutes: once says enough.
ONCE = frozenset({LIBCST, SEMGREP})
# More file names do not fit into one command line.
MAX_FILES = 20_000
# It parses and resolves every file, which takes minutes on the largest.
MAX_LIBCST = 1_100

Command: TypeAlias = list[str]


class Tools:
    """The other tools, in an environment of their own below ``work``."""

    def __init__(self, work: Path) -> None:
        self._bin = work / "venv" / "bin"
        subprocess.run([sys.executable, "-m", "venv", str(work / "venv")], check=True)
        self._install("django-upgrade", "pyupgrade", "ruff", "ast-grep-cli")
        self._semgrep = self._installs("semgrep")

    def _install(self, *names: str) -> None:
        pip = [str(self._bin / "python"), "-m", "pip", "install", "-q", *names]
        subprocess.run(pip, check=True)

    def _installs(self, name: str) -> bool:
        try:
            self._install(name)
        except subprocess.CalledProcessError:
            print(f"{name} does not install here: left out")
            return False
        return True

    def commands(self, tree: Path, few: bool) -> dict[str, Command]:
        """Each tool's call for a tree; with ``few`` only the other one and usershift's own."""
        files = [str(path) for path in sorted(tree.rglob("*.py"))]
        found: dict[str, Command] = {}
        if len(files) <= MAX_FILES:
            upgrade = str(self._bin / "django-upgrade")
            found[BASE] = [upgrade, "--target-version", "5.2", *files]
        own = [sys.executable, "-m", "usershift"]
        found |= {
            USERSHIFT + "lint": [*own, "lint", str(tree), "--jobs", "1"],
            USERSHIFT + "migrate -n": [*own, "migrate", "-n", str(tree), "--jobs", "1"],
        }
        if few:
            return found
        one = next(path for path in files if b"models" in Path(path).read_bytes())
        found |= {
            USERSHIFT + "lint ONE_FILE": [*own, "lint", one],
            USERSHIFT + "assess": [*own, "assess", str(tree), "--jobs", "1"],
            FLOOR: ["git", "-C", str(tree), "grep", "-l", "-w", "auth"],
        }
        found |= dict(self._others(tree, files))
        return found

    def _others(self, tree: Path, files: list[str]) -> Iterator[tuple[str, Command]]:
        rule = ["--isolated", "--no-cache", "--select", "DJ001", "--exit-zero"]
        yield "ruff, one rule", [str(self._bin / "ruff"), "check", *rule, str(tree)]
        pattern = ["--lang", "python", "--pattern", "ForeignKey(User, $$$)"]
        yield "ast-grep, one rule", [str(self._bin / "ast-grep"), "run", *pattern, str(tree)]
        if len(files) <= MAX_FILES:
            yield "pyupgrade", [str(self._bin / "pyupgrade"), "--py38-plus", *files]
        if len(files) <= MAX_LIBCST:
            codemod = Path(__file__).with_name("libcst_codemod.py")
            yield LIBCST, [sys.executable, str(codemod), *files]
        if self._semgrep and len(files) <= MAX_LIBCST:
            scan = ["--lang", "python", "--pattern", "ForeignKey(User, ...)", "--metrics", "off"]
            alone = ["--quiet", "--jobs", "1", "--disable-version-check"]
            yield SEMGREP, [str(self._bin / "semgrep"), "scan", *alone, *scan, str(tree)]


STARTS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "usershift --version": [sys.executable, "-m", "usershift", "--version"],
    "usershift --help": [sys.executable, "-m", "usershift", "--help"],
}
