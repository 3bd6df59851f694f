"""Which Django a project runs on: its virtual environment, lock files, then what it asks for."""

from __future__ import annotations

import ast
import configparser
import json
import re
from collections.abc import Callable, Iterable
from posixpath import basename, split
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from transformer.errors import UsageError
from transformer.formats.toml import parse_toml
from transformer.project.django_series import EARLIER, KNOWN
from transformer.project.model import DjangoVersion
from transformer.project.packages import Environment

Read = Callable[[str], bytes]


def stated_version(text: str) -> DjangoVersion:
    """What ``--django`` says. Raises UsageError where that is no version."""
    try:
        return DjangoVersion(Version(text), "--django")
    except InvalidVersion:
        raise UsageError(
            f"--django {text} is not a version number.", "Write for example --django 4.2."
        ) from None


def find_django(
    files: Iterable[str], read: Read, environment: Environment | None
) -> DjangoVersion | None:
    """The version in the environment, else in a lock file, else the newest that is asked for."""
    if environment and (version := environment.version_of("django")):
        return DjangoVersion(version, f"the virtual environment {environment.name}")
    ordered = sorted(files, key=lambda path: (path.count("/"), path))
    for readers in (LOCKS, DECLARATIONS):
        for reader, matches in readers:
            for path in ordered:
                if matches(path) and (found := reader(path, read)):
                    return found
    return None


def newest_series(specifier: SpecifierSet) -> Version | None:
    """The newest release of a known series that the specifier lets in, as pip would choose.

    >>> str(newest_series(SpecifierSet(">=4.2,<5")))
    '4.2'
    """
    for series in (*map(str, reversed(KNOWN)), *EARLIER):
        for patch in range(60):
            version = Version(f"{series}.{patch}")
            if version in specifier:
                return Version(series)
    return None


def _asked(specifiers: str, path: str, what: str) -> DjangoVersion | None:
    try:
        parsed = SpecifierSet(specifiers)
    except InvalidSpecifier:
        return None
    exact = [s.version for s in parsed if s.operator in ("==", "===") and "*" not in s.version]
    if exact:
        return DjangoVersion(Version(exact[0]), path)
    if (version := newest_series(parsed)) is None:
        return None
    return DjangoVersion(version, f"{path} ({what}: the newest that fits)")


def _toml_lock(path: str, read: Read) -> DjangoVersion | None:
    """uv.lock, poetry.lock, pdm.lock, pylock.toml: an array of tables with name and version."""
    data = parse_toml(read(path))
    for package in [*_list(data.get("package")), *_list(data.get("packages"))]:
        if isinstance(package, dict) and str(package.get("name", "")).lower() == "django":
            try:
                return DjangoVersion(Version(str(package["version"])), path)
            except (InvalidVersion, KeyError):
                return None
    return None


def _pipfile_lock(path: str, read: Read) -> DjangoVersion | None:
    try:
        data = json.loads(read(path))
        return _asked(data["default"]["django"]["version"], path, "")
    except (ValueError, KeyError, TypeError):
        return None


def _requirements(path: str, read: Read) -> DjangoVersion | None:
    for line in read(path).decode("utf-8", "replace").splitlines():
        text = re.split(r"\s+#|\s+--|\s*\\$", line.strip())[0]
        if found := _requirement(text, path):
            return found
    return None


def _requirement(text: str, path: str) -> DjangoVersion | None:
    if not text.lower().startswith("django"):
        return None
    try:
        # pip once took `>=3.1.*`, which PEP 440 does not have.
        requirement = Requirement(re.sub(r"([<>]=?\s*[\d.]+)\.\*", r"\1", text))
    except InvalidRequirement:
        return None
    if requirement.name.lower() != "django":
        return None
    return _asked(str(requirement.specifier), path, text)


def _pyproject(path: str, read: Read) -> DjangoVersion | None:
    data = parse_toml(read(path))
    project, tool = _table(data.get("project")), _table(data.get("tool"))
    lists = [project.get("dependencies"), *_table(data.get("dependency-groups")).values()]
    lists += _table(project.get("optional-dependencies")).values()
    lists += [_table(tool.get("pdm")).get("dependencies")]
    for texts in lists:
        for text in _list(texts):
            if isinstance(text, str) and (found := _requirement(text, path)):
                return found
    poetry = _table(tool.get("poetry"))
    return _by_name(_table(poetry.get("dependencies")), path)


def _pipfile(path: str, read: Read) -> DjangoVersion | None:
    return _by_name(_table(parse_toml(read(path)).get("packages")), path)


def _by_name(dependencies: dict[str, Any], path: str) -> DjangoVersion | None:
    for name, wanted in dependencies.items():
        if name.lower() == "django":
            text = str(wanted.get("version", "*") if isinstance(wanted, dict) else wanted)
            return _asked(_pep440(text), path, f"{name} {text}")
    return None


def _pep440(text: str) -> str:
    """Poetry's ``^4.2`` and ``~4.2``, Pipfile's ``*`` as a PEP 440 specifier."""
    parts = []
    for part in (p.strip() for p in text.split(",")):
        if part == "*":
            continue
        if match := re.fullmatch(r"([\^~])\s*(\d+)(?:\.(\d+))?(.*)", part):
            mark, major, minor, rest = match.groups()
            caret = mark == "^" or minor is None
            end = str(int(major) + 1) if caret else f"{major}.{int(minor) + 1}"
            parts += [f">={major}.{minor or 0}{rest}", f"<{end}"]
        else:
            parts.append(part if part[:1] in "<>=!~" else f"=={part}")
    return ",".join(parts)


def _setup_cfg(path: str, read: Read) -> DjangoVersion | None:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(read(path).decode("utf-8", "replace"))
    except configparser.Error:
        return None
    for line in parser.get("options", "install_requires", fallback="").splitlines():
        if found := _requirement(line.strip(), path):
            return found
    return None


def _setup_py(path: str, read: Read) -> DjangoVersion | None:
    try:
        tree = ast.parse(read(path))
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        match node:
            case ast.Constant(str(text)):
                if found := _requirement(text, path):
                    return found
    return None


def _environment_yml(path: str, read: Read) -> DjangoVersion | None:
    for line in read(path).decode("utf-8", "replace").splitlines():
        text = line.strip().removeprefix("-").strip().strip("'\"")
        if found := _requirement(re.sub(r"(?<![<>=!~])=(?!=)", "==", text), path):
            return found
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _named(*names: str) -> Callable[[str], bool]:
    return lambda path: basename(path) in names


def _is_requirements(path: str) -> bool:
    folder, name = split(path)
    if not name.endswith((".txt", ".in", ".pip")):
        return False
    return "require" in name or "constraint" in name or basename(folder) in REQUIREMENTS


REQUIREMENTS = ("requirements", "reqs", "deps")
Reader = Callable[[str, Read], "DjangoVersion | None"]
Matcher = Callable[[str], bool]
LOCKS: tuple[tuple[Reader, Matcher], ...] = (
    (_toml_lock, _named("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")),
    (_pipfile_lock, _named("Pipfile.lock")),
)
DECLARATIONS: tuple[tuple[Reader, Matcher], ...] = (
    (_requirements, _is_requirements),
    (_pyproject, _named("pyproject.toml")),
    (_pipfile, _named("Pipfile")),
    (_setup_cfg, _named("setup.cfg")),
    (_setup_py, _named("setup.py")),
    (_environment_yml, _named("environment.yml", "environment.yaml")),
)
