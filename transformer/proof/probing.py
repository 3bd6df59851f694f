"""Asking the project's own code: the probe is laid beside it and run by its interpreter."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transformer import running
from transformer.errors import Refused
from transformer.proof.copies import FOLDER, Disposable
from transformer.proof.interpreter import Interpreter
from transformer.proof.versions import Code
from transformer.resources import template_folders

MARK = "@@usershift@@"
MODULES = (
    *("usershift_state", "usershift_fill", "usershift_visits", "usershift_fixtures"),
    "usershift_rehearse",
)


class ProbeFailed(Exception):
    """The project's code could not be asked; the text is the end of what it said."""

    @property
    def last(self) -> str:
        """The last line, which says most."""
        return str(self).strip().splitlines()[-1][:500]

    @property
    def end(self) -> tuple[str, ...]:
        """The last lines."""
        return tuple(line[:300] for line in str(self).strip().splitlines()[-4:])


@dataclass(frozen=True)
class Probe:
    """One version of the code, ready to be asked. ``limit`` are the seconds of one process.

    ``original`` is the folder that the version is a copy of. ``server`` begins the names
    of databases that stand in for the project's on its own servers; files of SQLite do without it.
    """

    code: Code
    interpreter: Interpreter
    original: Path
    limit: float
    settings: str | None = None
    server: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    def ask(
        self, *steps: str, databases: str | None = None, limit: float | None = None, **order: Any
    ) -> dict[str, Any]:
        """What functions of the probe, such as ``"usershift_state.rows"``, find in one process.

        The answer has ``{"found": …}`` or ``{"error": {"type", "message", "traceback"}}`` for each
        step up to the first that fails. ``databases`` names the files that stand in for the
        project's databases, and are kept for the next question. Raises ProbeFailed where the
        project could not be started.
        """
        answer = self._run({**self._order(databases), "steps": steps, **order}, limit)
        if "error" in answer:
            raise ProbeFailed(answer["error"]["traceback"].strip())
        return answer

    def at_the_end(self, place: Disposable, step: str, **order: Any) -> None:
        """Have a step done when the proof ends, in whatever way."""
        whole = {**self._order(order.pop("databases", None)), "steps": [step], **order}
        name = f"at-the-end-{len(list(self.lay().glob('at-the-end-*')))}"
        place.at_the_end(self._command(whole, name), self.code.folder, self.environment())

    def _command(self, order: Mapping[str, Any], name: str) -> list[str]:
        """What asks an order, which is written into a file of that name."""
        (self.lay() / f"{name}.json").write_text(json.dumps(order), encoding="utf-8")
        return [*self.interpreter.command, "-B", f"{FOLDER}/probe.py", f"{FOLDER}/{name}.json"]

    def _order(self, databases: str | None) -> dict[str, Any]:
        return {
            "modules": MODULES,
            "manage": self.code.manage,
            "settings": self.settings,
            "databases": databases,
            "folder": FOLDER,
            "top": os.path.relpath(self.code.base, self.code.folder),
            "roots": self.code.roots,
            "offline": databases is not None and not self.server,
            "server": self.server,
            "rehearsal": None,
        }

    def _run(self, order: Mapping[str, Any], limit: float | None) -> dict[str, Any]:
        command = self._command(order, "order")
        done = running.run(command, self.code.folder, self.environment(), limit or self.limit)
        if done.status is None:
            raise ProbeFailed(
                f"It took longer than {limit or self.limit:.0f} seconds (see --time-limit)."
            )
        _, mark, answer = done.out.rpartition(MARK)
        if not mark:
            raise ProbeFailed(done.last_words or f"It ended with status {done.status}.")
        # What runs it, such as Docker, can have the last word.
        found: dict[str, Any] = json.JSONDecoder().raw_decode(answer)[0]
        return found

    def lay(self) -> Path:
        """The folder of the probe, with the probe in it."""
        folder = self.code.folder / FOLDER
        if not folder.exists():
            source = next(f / "probe" for f in template_folders() if (f / "probe").is_dir())
            shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__"))
            (folder / ".gitignore").write_text("*\n")
        return folder

    def environment(self, **more: str) -> dict[str, str]:
        """The user's own variables; paths in them that lead into the project lead into the copy."""
        original, copy = str(self.original), str(self.code.base)
        named = os.environ.get("PYTHONPATH", "")
        inside = [
            copy + path[len(original) :] if f"{path}/".startswith(f"{original}/") else path
            for path in named.split(os.pathsep)
            if path
        ]
        roots = (os.path.normpath(self.code.folder / root) for root in self.code.roots)
        return {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join(dict.fromkeys((*roots, *inside))),
            **self.variables,
            **more,
        }

    def confirm_copy(self, answer: Mapping[str, Any]) -> None:
        """Raises Refused where the project's code came from somewhere else than from the copy."""
        for name, path in answer["where"]["apps"].items():
            if Path(path).is_relative_to(self.original) and "site-packages" not in path:
                raise Refused(
                    f"The app {name} was imported from {path} and not from the copy, so nothing"
                    " could be compared.",
                    "The environment installs the project by its path: name another with --python.",
                )


def found(answer: Mapping[str, Any], step: str) -> Any:
    """What a step found. Raises ProbeFailed with the end of its traceback where it failed."""
    said = answer.get(step)
    if said is None:
        raise ProbeFailed("An earlier step failed.")
    if "error" in said:
        raise ProbeFailed(said["error"]["traceback"].strip())
    return said["found"]


def database_files(folder: Path, name: str) -> Sequence[Path]:
    """The files that stand in for the databases under a name."""
    return sorted((folder / FOLDER).glob(f"{name}-*.sqlite3"))
