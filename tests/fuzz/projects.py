"""Whole projects with one file of theirs, or many, changed at random, through all passes."""

from __future__ import annotations

import ast
import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from itertools import chain
from pathlib import Path
from xml.parsers import expat

import yaml

from tests.projects import write_files
from transformer import pipeline
from transformer.contents import Contents
from transformer.delivery import worktree
from transformer.errors import Refused
from transformer.formats import toml
from transformer.formats.python.syntax import parse
from transformer.options import Options
from transformer.pipeline import Migration, all_passes
from transformer.project import App, Project
from transformer.project.discovery import discover
from transformer.resolve import resolve_options
from transformer.semantics import PARSE_ERRORS
from transformer.tree import FileChange

NOWHERE = Path("/nonexistent")

# Two of the options change most of what is written.
OPTIONS = [
    Options(style=style, suggested=suggested)
    for style in ("get_user_model", "direct")
    for suggested in (False, True)
]
# Where a file of each kind is put, so that every pass that could meet it does.
PLACES = {
    ".py": ("blog/views.py", "blog/models.py", "blog/admin.py", "blog/migrations/0002_more.py",
            "config/settings.py", "blog/tests/test_all.py", "manage.py", "blog/__init__.py"),
    ".json": ("blog/fixtures/rows.json", "package.json", "data/rows.json"),
    ".jsonl": ("blog/fixtures/rows.jsonl",),
    ".yaml": ("blog/fixtures/rows.yaml", "docker-compose.yaml", ".github/workflows/ci.yaml"),
    ".yml": (".github/workflows/ci.yml", "playbook.yml", "blog/fixtures/rows.yml"),
    ".xml": ("blog/fixtures/rows.xml",),
    ".html": ("templates/auth/user_list.html", "blog/templates/blog/page.html", "jinja2/page.html"),
    ".txt": ("templates/mail.txt", "notes.txt"),
    ".sh": ("deploy.sh",),
    ".md": ("README.md",),
    ".toml": ("pyproject.toml", "fly.toml"),
    ".sql": ("views.sql",),
    ".js": ("static/page.js",),
    ".po": ("locale/de/LC_MESSAGES/django.po",),
    ".csv": ("data/people.csv",),
    ".cfg": ("setup.cfg",),
    ".ini": ("tox.ini",),
    "dockerfile": ("Dockerfile",),
    "makefile": ("Makefile",),
    "procfile": ("Procfile",),
}  # fmt: skip
AROUND = {
    "manage.py": b"import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n",
    "config/__init__.py": b"",
    "config/settings.py": b'INSTALLED_APPS = ["django.contrib.auth", "blog"]\n',
    "blog/__init__.py": b"",
    "blog/models.py": b"from django.contrib.auth.models import User\n"
    b"from django.db import models\n\n\nclass Post(models.Model):\n"
    b"    author = models.ForeignKey(User, on_delete=models.CASCADE)\n",
    "blog/migrations/__init__.py": b"",
    "people/__init__.py": b"from blog.models import User\n",
}


class InMemory(Contents):
    """The files of a project that is not on the disk."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(NOWHERE)
        self.files = files

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    view = read


@cache
def _project() -> Project:
    return Project(InMemory({}), "fuzz", "manage.py", (), None, (App("blog", "blog", "blog"),), ())


def migrated(files: Mapping[str, bytes], options: Options) -> Migration:
    project = replace(_project(), contents=InMemory(files), files=tuple(sorted(files)))
    return pipeline.run(project, options, all_passes())


def one_file(place: str, content: bytes) -> None:
    """One file among those of a small project."""
    options = OPTIONS[len(content) % len(OPTIONS)]
    done = migrated({**AROUND, place: content}, options)
    check_changes(done)
    again = migrated({path: done.tree.read(path) for path in done.tree}, options)
    assert [(c.path, c.after) for c in again.changes] == []


def on_disk(folder: Path, files: Mapping[str, bytes]) -> None:
    """Many files, in a project that is found, migrated and migrated again as a user would."""
    write_files(folder, {**AROUND, **files})
    if (done := found_and_migrated(folder)) is None:
        return
    check_changes(done)
    worktree.write(folder, done.changes, None)
    again = found_and_migrated(folder)
    assert again is None or [(c.path, c.after) for c in again.changes] == []


def found_and_migrated(folder: Path) -> Migration | None:
    """None where it is refused, or where a blocker stands in the way."""
    try:
        project = discover(folder)
        resolved = resolve_options(project, Options(), None, all_passes())
        done = pipeline.run(project, resolved.options, resolved.passes)
    except Refused:
        return None
    return None if done.blockers else done


def check_changes(done: Migration) -> None:
    """Nothing is unparsable, and no byte is another one outside an edit."""
    for change in done.changes:
        check_parses(change)
        check_edits(done, change)


def check_parses(change: FileChange) -> None:
    """What could be parsed before can be parsed after."""
    parses = PARSERS.get(Path(change.path).suffix)
    if parses and change.before is not None and change.after is not None and parses(change.before):
        assert parses(change.after), f"{change.path} no longer parses"


def check_edits(done: Migration, change: FileChange) -> None:
    """Every line that is another one stands where an edit does."""
    if change.before is None or change.after is None:
        return
    before, after = change.before.split(b"\n"), change.after.split(b"\n")
    edits = chain.from_iterable(layer.edits for layer in done.tree.layers)
    lines = sorted({edit.line - 1 for edit in edits if edit.path == change.path})
    assert lines, f"{change.path} changed without an edit"
    for what, _, _, start, end in SequenceMatcher(None, before, after, False).get_opcodes():
        if what != "equal":
            near = min(max(start - line, line - end, 0) for line in lines)
            assert near <= NEAR, f"{change.path}, line {start + 1}: no edit is near {lines}"


# A statement that is edited once may have lines before and behind that stay.
NEAR = 30


def _python(content: bytes) -> bool:
    with contextlib.suppress(*PARSE_ERRORS):
        return isinstance(parse(content).tree, ast.Module)
    return False


def _json(content: bytes) -> bool:
    with contextlib.suppress(ValueError, RecursionError):
        json.loads(content)
        return True
    return False


def _yaml(content: bytes) -> bool:
    with contextlib.suppress(yaml.YAMLError, ValueError, RecursionError):
        return all(True for _ in yaml.parse(content, yaml.CSafeLoader)) or True
    return False


def _xml(content: bytes) -> bool:
    with contextlib.suppress(expat.ExpatError, LookupError):
        expat.ParserCreate().Parse(content, True)
        return True
    return False


def _toml(content: bytes) -> bool:
    return bool(toml.parse_toml(content))


PARSERS = {
    ".py": _python, ".json": _json, ".yaml": _yaml, ".yml": _yaml, ".xml": _xml, ".toml": _toml
}  # fmt: skip
