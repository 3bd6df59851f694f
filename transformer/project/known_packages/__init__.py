"""What is known of packages that no reading of their source would tell: one file a package.

A file is TOML. ``tried`` are the versions that it was tried on. ``[[include]]`` is about URLs that
the project includes: those whose dotted name starts with ``module``. ``[[stored]]`` is about what
the package keeps by the label of a model, outside the tables that adoption sees to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from transformer.formats.toml import parse_toml


@dataclass(frozen=True)
class KnownPackage:
    """``app`` is the top-level package; the other fields are those of its file."""

    app: str
    distribution: str
    tried: tuple[str, ...]
    include: tuple[Mapping[str, str], ...] = ()
    stored: tuple[Mapping[str, str], ...] = ()


def included_modules() -> tuple[str, ...]:
    """The modules of URLs about which something is known."""
    return tuple(each["module"] for one in known_packages().values() for each in one.include)


@cache
def known_packages() -> dict[str, KnownPackage]:
    """Every package that has a file, by its top-level name."""
    found = {}
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            data = parse_toml(file.read_bytes())
            lists = {name: tuple(data.get(name, ())) for name in ("tried", "include", "stored")}
            app = file.name.removesuffix(".toml")
            found[app] = KnownPackage(app, data["distribution"], **lists)
    return found
