"""Visits in the default database, everything that has to do with people in a second one."""
import os

from .test import *  # noqa: F401,F403
from .base import BASE_DIR, DATABASES

DATABASES["people"] = {
    **DATABASES["default"],
    "NAME": os.environ.get("DB_NAME_PEOPLE", str(BASE_DIR / "people.sqlite3")),
}
DATABASE_ROUTERS = ["config.routers.PeopleRouter"]
