"""The package of a library, in a repository whose settings only test or show it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.formats.toml import parse_toml
from transformer.project.model import Project

# Where the settings of a library stand: its tests, or an example of its use.
_TRYING = re.compile(
    r"(?i)(tests?|testing|examples?|demo|sandbox|samples?|playground|showcase)(?![a-z])"
    r"|(test|example|demo|sample)_?(project|app|site|proj)"
)
_NAME = re.compile(rb"""^\s*name\s*=\s*["']?([\w.-]+)""", re.MULTILINE)


def shipped_packages(project: Project) -> frozenset[str]:
    """The top-level packages of the library; none where the repository is a project."""
    packages = [one.python_module.rpartition(".")[0] or one.path for one in project.settings]
    if not packages or not all(map(_is_for_trying, packages)):
        return frozenset()
    names = {name.replace("-", "_").lower() for name in _distributions(project)}
    short = {re.sub(r"^(django|py|python)_|_(django|py|python)$", "", name) for name in names}
    known = {module.partition(".")[0] for module in project.modules}
    return frozenset(m for m in known if m.lower() in names | short and not _is_for_trying(m))


def _is_for_trying(module: str) -> bool:
    return any(_TRYING.match(part) for part in re.split(r"[./]", module))


def _distributions(project: Project) -> Iterator[str]:
    """The names under which the repository is packaged."""
    for path in ("pyproject.toml", "setup.cfg", "setup.py"):
        if path not in project.files:
            continue
        content = project.read(path)
        if path == "pyproject.toml":
            document = parse_toml(content)
            for table in (document.get("project", {}), document.get("tool", {}).get("poetry", {})):
                if isinstance(table, dict) and isinstance(table.get("name"), str):
                    yield table["name"]
        elif found := _NAME.search(content):
            yield found[1].decode()
