"""Packaging that names the project's packages one by one gets the users app as well.

What it does: looks at `packages` in `setup.py`, `setup.cfg` and `pyproject.toml`, where they name
packages or patterns of them.

Why it breaks: what is built and installed lacks the users app, and whatever starts there ends with
`ModuleNotFoundError: No module named 'users'`. In the working tree all is well.

What is edited: a list that is written out, and that has other packages of the project, gets the
users app, with its migrations where each package is named.

What is reported: a list that cannot be edited, with what it lacks; patterns of `setup.cfg` that do
not cover the app, and folders to look in for packages that do not have it.
"""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatchcase

from transformer.codemod.codebase import Codebase
from transformer.codemod.file import argument, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, diff
from transformer.edits import Rewrite, Splice
from transformer.findings import Level
from transformer.formats import data_lists, toml
from transformer.formats.elements import Elements
from transformer.formats.nodes import Unparsable
from transformer.formats.python.lists import Uneditable, elements_in
from transformer.formats.python.syntax import parse
from transformer.formats.python.text import Text

_BLOG = {"blog/__init__.py": "", "blog/models.py": "", "manage.py": ""}
_MADE = ("US201", "US201")

rule = Rule(
    __name__,
    "US205",
    "users-app-in-packages",
    Level.TODO,
    link="https://setuptools.pypa.io/en/latest/userguide/package_discovery.html",
    examples=(
        diff(
            """\
                  [tool.setuptools]
                - packages = ["blog", "blog.migrations"]
                + packages = ["blog", "blog.migrations", "users", "users.migrations"]
                """,
            path="pyproject.toml",
            files=_BLOG,
            reports=_MADE,
        ),
        diff(
            """\
                  from setuptools import setup

                  setup(
                      name="site",
                      packages=[
                          "blog",
                +         "users",
                +         "users.migrations",
                      ],
                  )
                """,
            path="setup.py",
            files=_BLOG,
            reports=_MADE,
        ),
        diff(
            """\
                  [options]
                  packages =
                      blog
                +     users
                +     users.migrations
                  zip_safe = false
                """,
            path="setup.cfg",
            files=_BLOG,
            reports=_MADE,
        ),
        diff(
            """\
                  [tool.hatch.build.targets.wheel]
                - packages = ["blog"]
                + packages = ["blog", "users"]
                """,
            title="folders",
            path="pyproject.toml",
            files=_BLOG,
            reports=_MADE,
        ),
        diff(
            """\
                  [tool.setuptools.packages.find]
                - include = ["blog*"]
                + include = ["blog*", "users*"]
                """,
            title="patterns",
            path="pyproject.toml",
            files=_BLOG,
            reports=_MADE,
        ),
        Example(
            "[options]\npackages = find:\n\n[options.packages.find]\ninclude =\n    blog*\n",
            title="patterns in setup.cfg",
            path="setup.cfg",
            files=_BLOG,
            reports=(*_MADE, "US205"),
        ),
        Example(
            "[options]\npackages = find:\n\n[options.packages.find]\nwhere = .\nexclude = tests\n",
            title="a folder that has it",
            path="setup.cfg",
            files=_BLOG,
            reports=_MADE,
        ),
        Example(
            '[tool.setuptools.packages.find]\nwhere = ["src"]\n',
            title="folders of something else",
            path="pyproject.toml",
            files=_BLOG,
            reports=_MADE,
        ),
        Example(
            '[tool.poetry]\npackages = [{include = "blog"}]\n',
            title="tables",
            path="pyproject.toml",
            files=_BLOG,
            reports=(*_MADE, "US205"),
        ),
        Example(
            '[tool.setuptools.packages.find]\ninclude = ["*"]\n',
            title="a pattern that has it, too",
            path="pyproject.toml",
            files=_BLOG,
            reports=_MADE,
        ),
        Example(
            '[tool.setuptools]\npackages = ["site"]\n',
            title="the package around the apps, which are not named",
            path="pyproject.toml",
            files={"site/__init__.py": "", "site/blog/__init__.py": "", "manage.py": ""},
            reports=_MADE,
            options={"app_module": "site.users", "app_path": "site/users"},
        ),
        Example(
            'from setuptools import setup\n\nsetup(name="other", packages=["other"])\n',
            title="packages of something else",
            path="setup.py",
            files=_BLOG,
            reports=_MADE,
        ),
    ),
)

_NAMED, _FOUND, _FOLDERS, _ROOTS = "named", "found", "folders", "roots"
_LISTS = {
    "tool.setuptools.packages": _NAMED,
    "tool.setuptools.packages.find.include": _FOUND,
    "tool.setuptools.packages.find.where": _ROOTS,
    "tool.hatch.build.targets.wheel.packages": _FOLDERS,
    "tool.hatch.build.targets.wheel.only-include": _FOLDERS,
    "tool.hatch.build.targets.wheel.include": _FOLDERS,
    "tool.pdm.build.includes": _FOLDERS,
    "tool.poetry.packages": _FOLDERS,
}
_ARGUMENTS = {
    "setup": "packages",
    "find_packages": "include",
    "find_namespace_packages": "include",
}
_CFG = re.compile(
    r"^\[options\][^\[]*?^packages[ \t]*=[ \t]*(?P<first>[^\r\n]*)"
    r"(?P<rest>(?:\r?\n[ \t]+\S[^\r\n]*)*)",
    re.MULTILINE | re.DOTALL,
)


@rule.on(Codebase)
def packages(codebase: Codebase) -> None:
    """Add the users app where packages are named, below the folder that they are packaged from."""
    if not codebase.options.swaps or codebase.options.strategy == "graft":
        return
    for path in ("pyproject.toml", "setup.cfg", "setup.py"):
        if path not in codebase.project.files:
            continue
        with suppress(SyntaxError, ValueError, RecursionError, Unparsable, OSError):
            text = Text(codebase.tree.read(path), "" if path.endswith(".py") else "utf-8")
            read = {"pyproject.toml": _of_toml, "setup.cfg": _of_cfg, "setup.py": _of_python}[path]
            splices = list(read(codebase, text, path))
            if splices:
                codebase.report(rule, edit=Rewrite(path, tuple(splices)))


def _of_toml(codebase: Codebase, text: Text, path: str) -> Iterator[Splice]:
    for key, array in toml.arrays(text.content):
        kind = _LISTS.get(".".join(map(str, key)))
        if kind is None:
            continue
        found = data_lists.elements_at(text, path, array.start, array.end)
        inner = text.content[array.start : array.end].decode()
        listed = found[1] if found else re.findall(r"include\s*=\s*[\"']([^\"']+)", inner)
        named = [name for name in listed if name]
        if kind == _ROOTS:
            _of_folders(codebase, path, text, array.start, named)
            continue
        new = _missing(codebase, kind, named)
        if new and found is None:
            _tell(codebase, path, text, array.start, new)
        elif new and found is not None:
            yield from _added(found[0], new, text)


def _of_python(codebase: Codebase, text: Text, path: str) -> Iterator[Splice]:
    for node in ast.walk(parse(text.raw).tree):
        if not isinstance(node, ast.Call):
            continue
        name = last_name(node.func)
        if name in ("find_packages", "find_namespace_packages"):
            where = argument(node, 0, "where")
            if folder := string(where):
                _of_folders(codebase, path, text, text.start(where or node), [folder])
        wanted = _ARGUMENTS.get(name)
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg == wanted and isinstance(value, ast.List | ast.Tuple):
                named = [str(e.value) for e in value.elts if isinstance(e, ast.Constant)]
                new = _missing(codebase, _NAMED if name == "setup" else _FOUND, named)
                try:
                    if new:
                        yield from _added(elements_in(text, value), new, text)
                except Uneditable:
                    _tell(codebase, path, text, text.start(value), new)


def _of_cfg(codebase: Codebase, text: Text, path: str) -> Iterator[Splice]:
    _of_cfg_patterns(codebase, text, path)
    found = _CFG.search(text.content.decode())
    if found is None or "find" in found["first"]:
        return
    lines = [line for line in re.split(r"\r?\n", found["rest"]) if line.strip()]
    new = _missing(codebase, _NAMED, [line.strip() for line in lines])
    if new:
        at = len(text.content.decode()[: found.end()].encode())
        indent = re.match(r"[ \t]*", lines[-1])[0]  # type: ignore[index]
        yield text.splice(at, at, "".join(f"\n{indent}{name}" for name in new), rule.code)


def _of_cfg_patterns(codebase: Codebase, text: Text, path: str) -> None:
    """``packages = find:``, with the patterns and the folders of a section of their own."""
    content = text.content.decode()
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(content)
    except configparser.Error:
        return
    section = "options.packages.find"
    if "find" not in parser.get("options", "packages", fallback="") or section not in parser:
        return
    start = re.search(r"^\[options\.packages\.find\]", content, re.MULTILINE)
    for key in ("include", "where"):
        named = re.split(r"[,\s]+", parser.get(section, key, fallback="").strip())
        stated = re.compile(rf"^{key}\s*[=:]", re.MULTILINE)
        if not named[0] or start is None or not (line := stated.search(content, start.end())):
            continue
        at = len(content[: line.start()].encode())
        if key == "where":
            _of_folders(codebase, path, text, at, named)
        elif new := _missing(codebase, _FOUND, named):
            _tell(codebase, path, text, at, new)


def _of_folders(codebase: Codebase, path: str, text: Text, at: int, folders: Iterable[str]) -> None:
    """Report the users app where packages of the project are looked for, and it is elsewhere."""
    options = codebase.options
    looked = {"" if one == "." else one.removeprefix("./").rstrip("/") for one in folders}
    own = {_root(app.path, app.module) for app in codebase.project.apps}
    if looked & own and _root(options.app_path, options.app_module) not in looked:
        codebase.report(
            rule,
            path,
            f"Packages are looked for here, and the users app stands in {options.app_path}.",
            "Name its folder here as well, or put the app below one of these with --app-path.",
            line=text.content.count(b"\n", 0, at) + 1,
        )


def _root(path: str, module: str) -> str:
    """The folder that a package is imported from."""
    return f"/{path}".removesuffix("/" + module.replace(".", "/")).strip("/")


def _missing(codebase: Codebase, kind: str, named: list[str]) -> list[str]:
    """What a list lacks of the users app; nothing where it is not of this project's packages."""
    options, project = codebase.options, codebase.project
    module, folder = options.app_module, options.app_path
    apps = {app.module for app in project.apps}
    own = apps | {module.rpartition(".")[0]} - {""}
    own |= {one.partition(".")[0] for one in own}
    if kind == _NAMED:
        if "." in module and not apps.intersection(named):
            return []  # the package around it alone: its other apps are not named either
        parts = ["", ".migrations"]
        if options.strategy == "command":
            parts += [".management", ".management.commands"]
        new = [name for part in parts if (name := module + part) not in named]
        return new if own.intersection(named) else []
    if kind == _FOUND:
        if any(fnmatchcase(f"{module}.migrations", pattern) for pattern in named):
            return []
        known = any(fnmatchcase(one, pattern) for one in own for pattern in named)
        return [f"{module}*"] if known else []
    paths = {one.strip("/").removesuffix("/**").removesuffix("/*") for one in named}
    if "" in paths or any(f"{folder}/".startswith(f"{one}/") for one in paths):
        return []
    ours = {app.path for app in project.apps} | {app.path.partition("/")[0] for app in project.apps}
    return [folder] if ours & paths else []


def _added(elements: Elements, new: Iterable[str], text: Text) -> Iterator[Splice]:
    quote = elements.quote(0) or text.quote
    for name in new:
        elements.append(f"{quote}{name}{quote}")
    for edit in elements.edits():
        yield text.splice(*edit, rule.code)


def _tell(codebase: Codebase, path: str, text: Text, at: int, new: Iterable[str]) -> None:
    codebase.report(
        rule,
        path,
        "What is packaged is named here, and the users app is not among it.",
        f"Add {' and '.join(new)}.",
        line=text.content.count(b"\n", 0, at) + 1,
    )
