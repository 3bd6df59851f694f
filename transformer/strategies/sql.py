"""The adoption as SQL, for a database administrator who runs statements and not commands."""

from __future__ import annotations

import enum

from transformer.strategies.generated_app import UsersApp, environment


class Vendor(str, enum.Enum):
    """As Django calls them; ``mysql`` is MariaDB as well."""

    postgresql = "postgresql"
    mysql = "mysql"
    sqlite = "sqlite"
    oracle = "oracle"


NAMES = {
    Vendor.postgresql: "PostgreSQL",
    Vendor.mysql: "MySQL or MariaDB",
    Vendor.sqlite: "SQLite",
    Vendor.oracle: "Oracle",
}


def statements(app: UsersApp, vendor: Vendor, admin: bool) -> str:
    """A script that is safe to run twice. ``admin`` says that django.contrib.admin is installed."""
    template = environment().get_template("adopt.sql.jinja")
    return template.render(
        label=app.label,
        auth_leaf=app.auth_leaf,
        strategy=app.strategy,
        vendor=vendor.value,
        vendor_name=NAMES[vendor],
        admin=admin,
    )
