"""The project's own Django apps: from ``INSTALLED_APPS`` to packages, folders and labels."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath

from transformer.contents import read_file
from transformer.formats.python.syntax import parse
from transformer.project.model import App

Parse = Callable[[str], "ast.Module | None"]


def find_apps(
    installed: Iterable[str], modules: Mapping[str, str], packages: Mapping[str, str], parse: Parse
) -> tuple[App, ...]:
    """The installed apps that are of the project itself, in order, each once.

    ``packages`` maps every package, also a namespace package, to its folder. An entry is a package
    or an ``AppConfig`` (https://docs.djangoproject.com/en/stable/ref/applications/): then its
    ``name`` and ``label`` count, as do those of the one config in ``apps.py`` of a package.
    """
    found: dict[str, App] = {}
    for entry in installed:
        app = _app(entry, modules, packages, parse)
        if app is not None and app.module not in found:
            found[app.module] = app
    return tuple(found.values())


def installed_label(entry: str, site_packages: Iterable[Path]) -> str:
    """The label that an entry of an installed package has.

    Its ``AppConfig`` says so where the environment is at hand. Without one it is the last part of
    the package's name, except for Wagtail's apps, such as ``wagtailusers`` of ``wagtail.users``.
    """
    package = entry.partition(".apps.")[0]
    for folder in site_packages:
        place = folder.joinpath(*package.split("."))
        if place.is_dir():
            modules = {f"{package}.apps": str(place / "apps.py")}
            for app in find_apps([entry], modules, {package: str(place)}, _parsed):
                return app.label
    last = package.rpartition(".")[2]
    return f"wagtail{last}" if package.startswith("wagtail.") else last


def _parsed(path: str) -> ast.Module | None:
    try:
        return parse(read_file(path)).tree
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def _app(
    entry: str, modules: Mapping[str, str], packages: Mapping[str, str], parse: Parse
) -> App | None:
    if entry in packages or entry in modules:
        config = _only_config(modules.get(f"{entry}.apps"), parse)
        return _made(entry, config, modules, packages)
    module, _, class_name = entry.rpartition(".")
    config = _class_in(module, class_name, modules, parse)
    if config is None:
        return None
    name = _text(config, "name") or module.removesuffix(".apps")
    if name not in packages and name not in modules:
        return None
    return _made(name, config, modules, packages)


def _made(
    name: str, config: ast.ClassDef | None, modules: Mapping[str, str], packages: Mapping[str, str]
) -> App:
    label = (config and _text(config, "label")) or name.rpartition(".")[2]
    folder = packages.get(name)
    path = folder if folder is not None else str(PurePosixPath(modules[name]).parent)
    return App(label, name, path)


def _class_in(
    module: str, name: str, modules: Mapping[str, str], parse: Parse, depth: int = 0
) -> ast.ClassDef | None:
    """The class of that name in a module, also one that the module imports from another."""
    path = modules.get(module)
    tree = parse(path) if path else None
    if tree is None or path is None or depth > 5:
        return None
    for node in tree.body:
        match node:
            case ast.ClassDef(found) if found == name:
                return node
            case ast.ImportFrom(source, names, level):
                if any(
                    alias.name == "*" or (alias.asname or alias.name) == name for alias in names
                ):
                    is_package = path.endswith("__init__.py")
                    parts = module.split(".")
                    base = parts[: len(parts) - level + is_package] if level else []
                    target = ".".join([*base, *([source] if source else [])])
                    if found_class := _class_in(target, name, modules, parse, depth + 1):
                        return found_class
    return None


def _only_config(path: str | None, parse: Parse) -> ast.ClassDef | None:
    """The config that Django takes for a package: the only one, or the one with ``default``."""
    tree = parse(path) if path else None
    if tree is None:
        return None
    configs = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and any("Config" in ast.unparse(base) for base in node.bases)
    ]
    default = [node for node in configs if _constant(node, "default") is True]
    chosen = default or [node for node in configs if _constant(node, "default") is not False]
    return chosen[0] if len(chosen) == 1 else None


def _constant(node: ast.ClassDef, name: str) -> object:
    for statement in node.body:
        match statement:
            case ast.Assign([ast.Name(target)], ast.Constant(value)) if target == name:
                return value
            case ast.AnnAssign(ast.Name(target), _, ast.Constant(value)) if target == name:
                return value
    return None


def _text(node: ast.ClassDef, name: str) -> str | None:
    value = _constant(node, name)
    return value if isinstance(value, str) else None
