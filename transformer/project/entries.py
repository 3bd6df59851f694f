"""Which settings modules a project is run with: what names ``DJANGO_SETTINGS_MODULE``."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from posixpath import basename, splitext
from typing import TypeAlias

Mention: TypeAlias = tuple[str, str]
"""A file's path, and the settings module that the file names."""

_NAME = rb"([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)"
_MENTION = re.compile(
    rb"DJANGO_SETTINGS_MODULE[\"']?\s*\]?\s*(?:[,:=]|:=|\s)\s*[\"']?"
    + _NAME
    + rb"|(?:^|[\s\"'])--(?:settings|ds)(?:=|\s+|[\"'],\s*[\"'])"
    + _NAME
)
_STARTS = re.compile(
    rb"DJANGO_SETTINGS_MODULE|__main__|execute_from_command_line|execute_manager|setup_environ"
    rb"|ManagementUtility|settings\.configure"
)
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
_MAX_BYTES = 1_000_000
_ENDINGS = frozenset(
    [
        *(".py", ".ini", ".cfg", ".toml", ".yml", ".yaml", ".sh", ".env", ".service", ".conf"),
        *(".json", ".md", ".rst", ".txt", ".bash"),
    ]
)
_NAMES = frozenset({"Makefile", "Dockerfile", "Procfile", "Justfile", "justfile", "Jenkinsfile"})


def settings_mentions(content: bytes) -> list[str]:
    """Every module that the text gives to ``DJANGO_SETTINGS_MODULE`` or ``--settings``.

    >>> settings_mentions(b'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")')
    ['mysite.settings']
    """
    found = (first or second for first, second in _MENTION.findall(content))
    return list(dict.fromkeys(name.decode() for name in found))


def may_name_settings(path: str) -> bool:
    """Whether the file is of a kind that says how a project is run."""
    name = basename(path)
    first = name.split(".")[0]
    return splitext(name)[1] in _ENDINGS or name.startswith(".env") or first in _NAMES


def all_mentions(paths: Iterable[str], read: Callable[[str], bytes]) -> Iterator[Mention]:
    """A mention for every settings module that one of the files names."""
    for path in paths:
        if not may_name_settings(path):
            continue
        try:
            content = read(path)
        except OSError:
            continue
        if len(content) > _MAX_BYTES:
            continue
        if b"DJANGO_SETTINGS_MODULE" in content or b"--settings" in content or b"--ds" in content:
            for module in settings_mentions(content):
                yield path, module
            if path.endswith(".py"):
                for module in _assigned_names(content):
                    yield path, module


def _assigned_names(content: bytes) -> tuple[str, ...]:
    """Strings ending in a settings-like name in code that chooses among several.

    ``settings = "x.prod" if live else "x.dev"; os.environ["DJANGO_SETTINGS_MODULE"] = settings``
    """
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    return tuple(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _DOTTED.fullmatch(node.value)
    )


def is_manage(path: str, content: bytes) -> bool:
    """Whether the file starts Django's command line, as ``manage.py`` does.

    A module of views may have that name too.
    """
    if basename(path) != "manage.py" or b"django" not in content.lower():
        return False
    return _STARTS.search(content) is not None
