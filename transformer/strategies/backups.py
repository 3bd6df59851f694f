"""The databases that the settings know, and how each is saved and put back."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from transformer.printable import shown
from transformer.project import Project
from transformer.project.settings_modules import Read, reevaluate
from transformer.settings.sources import ROOT
from transformer.settings.values import Constant, Table, Undefined, Unknown, Value, alternatives

VENDORS = {"postgresql": "PostgreSQL", "mysql": "MySQL or MariaDB", "sqlite": "SQLite"}

# Backends that are not Django's own, by a part of their names.
_ENGINES = {
    "postg": "postgresql",
    "psql": "postgresql",
    "cockroach": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "spatialite": "sqlite",
}


@dataclass(frozen=True)
class Database:
    """One database: its ``alias`` in the settings, and its commands for a shell.

    What the settings take from the environment stands as a variable, ``$DB_NAME``.
    """

    alias: str
    vendor: str
    save: str
    restore: str

    @property
    def vendor_name(self) -> str:
        return VENDORS[self.vendor]


def databases(project: Project, read: Read) -> list[Database]:
    """Every alias with every vendor that it may have; all vendors where no engine is known."""
    found: dict[tuple[str, str], Database] = {}
    for one in reevaluate(project, read):
        for alias, entry in _entries(one.values.get("DATABASES", Undefined())):
            for vendor in _vendors(entry):
                found.setdefault((alias, vendor), _database(alias, vendor, entry))
    everywhere = {
        ("default", vendor): _database("default", vendor, Table(())) for vendor in VENDORS
    }
    return list((found or everywhere).values())


def _entries(value: Value) -> Iterator[tuple[str, Table]]:
    for table in alternatives(value):
        for key, entry in table.entries if isinstance(table, Table) else ():
            for one in alternatives(entry):
                if isinstance(key, Constant) and isinstance(one, Table):
                    yield str(key.value), one


def _vendors(entry: Table) -> list[str]:
    """An engine that the environment chooses may be any, whatever it is by default."""
    found: list[str] = []
    for engine in alternatives(entry.get("ENGINE")):
        if isinstance(engine, Constant):
            name = str(engine.value).lower()
            found += [vendor for part, vendor in _ENGINES.items() if part in name][:1]
        elif isinstance(engine, Unknown):
            found += VENDORS
    return list(dict.fromkeys(found))


def _database(alias: str, vendor: str, entry: Table) -> Database:
    stem = re.sub(r"[^\w.-]", "_", alias)
    prefix = "DB" if alias == "default" else re.sub(r"\W", "_", alias.upper())
    sqlite = vendor == "sqlite"
    name = _known(entry, "NAME", sqlite) or f'"${prefix}_NAME"'
    file = f"before-{stem}"
    if sqlite:
        name = name if name.startswith('"') or "/" in name or "." in name else f'"${prefix}_NAME"'
        save, restore = f"sqlite3 {name} '.backup {file}.sqlite3'", ".restore"
        return Database(alias, vendor, save, f"sqlite3 {name} '{restore} {file}.sqlite3'")
    where = ""
    for key, option in (("HOST", "--host"), ("PORT", "--port"), ("USER", "--user")):
        option = "--username" if (key, vendor) == ("USER", "postgresql") else option
        if not isinstance(entry.get(key), Undefined):
            known = _known(entry, key)
            where += f" {option}={known or f'${prefix}_{key}'}"
    if vendor == "postgresql":
        save = f"pg_dump --format=custom --file={file}.dump{where} {name}"
        restore = f"pg_restore --clean --if-exists --single-transaction{where} --dbname={name}"
        return Database(alias, vendor, save, f"{restore} {file}.dump")
    save = f"mysqldump --single-transaction --routines --triggers{where} {name} > {file}.sql"
    return Database(alias, vendor, save, f"mysql{where} {name} < {file}.sql")


def _known(entry: Table, key: str, path: bool = False) -> str:
    """A value that the settings spell out, ready for a shell; empty where they do not.

    Of a file's path also the default counts: it stands in the project.
    """
    values = alternatives(entry.get(key))
    if len(values) > 1 and not path:
        return ""
    for value in values:
        if isinstance(value, Constant) and value.value not in ("", None):
            # What stands below the project's root is known by a root of its own.
            known = str(value.value).removeprefix(f"{ROOT}/")
            return shlex.quote(known) if known == shown(known) else ""
    return ""
