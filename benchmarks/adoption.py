"""What the adoption costs: the same statements with 100 users and with 1,000,000.

    make services && .venv/bin/python -m benchmarks.adoption [USERS ...]

For SQLite, PostgreSQL and MariaDB, it builds a database with the old code, puts users into it (each
with a group, a grant, and a log entry), and runs the new code's `migrate`. Printed for each: the
statements that `migrate` sent, the seconds of the whole command, and those between the first
statement of the adopting migration and its record.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.adoption import databases
from tests.adoption.sites import old_site
from tests.services import VARIABLES, server

SERIES = "5.2"


def measure(vendor: str, users: int) -> tuple[int, float, float]:
    """Statements of ``migrate``, its seconds, and those of the adoption alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = databases.create(vendor, folder)
        try:
            site = old_site(folder / "project", SERIES, default=database)
            site.run("migrate", f"crowd {users}")
            new = site.with_users_app("bridge")
            statements, whole, alone = new.run("measured").split()
        finally:
            databases.drop(database)
    return int(statements), float(whole), float(alone)


def main(sizes: list[int]) -> int:
    """Print the table; 1 where the number of statements depends on the number of users."""
    vendors = ["sqlite", *(vendor for vendor in VARIABLES if server(vendor))]
    print(f"{'database':<12}{'users':>10}{'statements':>12}{'migrate':>10}{'adoption':>10}")
    constant = True
    for vendor in vendors:
        counts = set()
        for users in sizes:
            statements, whole, alone = measure(vendor, users)
            counts.add(statements)
            row = f"{vendor:<12}{users:>10,}{statements:>12}{whole:>9.2f}s{alone:>9.3f}s"
            print(row, flush=True)
        constant &= len(counts) == 1
    print("The number of statements is the same." if constant else "The statements differ!")
    return 0 if constant else 1


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [100, 1_000_000]))
