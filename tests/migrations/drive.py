"""Runs jobs for :mod:`tests.migrations.runs` under one Django, each in a process of its own.

Reads a list of jobs from stdin and writes what each did to stdout, both as JSON. Run by the Python
that has this Django, from Django 2.2 on, so it keeps to what Python 3.8 knows.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys

# What differs from run to run by itself.
VOLATILE = ("password", "date_joined", "last_login", "applied")


def configure(job):
    from django.conf import settings

    sys.path.insert(0, job["root"])
    values = {
        "SECRET_KEY": "x",
        "DATABASES": {"default": job["database"]},
        "INSTALLED_APPS": job["apps"],
        "MIGRATION_MODULES": job["modules"],
        "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        "USE_TZ": True,
    }
    if job["model"]:
        values["AUTH_USER_MODEL"] = job["model"]
    settings.configure(**values)


def rows():
    """Every table's rows, without what is Django's own and what differs by itself."""
    from django.contrib.auth.models import Permission
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("django_", "auth_permission")):
                continue
            description = connection.introspection.get_table_description(cursor, table)
            kept = sorted(c.name for c in description if c.name not in VOLATILE)
            quoted = ", ".join(map(connection.ops.quote_name, kept))
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")
            found[table] = sorted([list(map(str, row)) for row in cursor.fetchall()])
    found["permissions"] = sorted(
        [f"{p.content_type.app_label}.{p.content_type.model}", p.codename]
        for p in Permission.objects.select_related("content_type")
    )
    return found


def run(job):
    configure(job)
    import django
    from django.core.management import call_command

    if job["database"]["ENGINE"].endswith("mysql"):
        import pymysql

        pymysql.version_info = (2, 2, 1, "final", 0)
        pymysql.install_as_MySQLdb()
    django.setup()
    for command in job["commands"]:
        call_command(*command.split(), verbosity=0)
    return rows()


def in_fork(job):
    """What a job did: ``{"rows": …}`` or ``{"error": …}``."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                result = {"rows": run(job)}
        except BaseException as error:
            result = {"error": f"{type(error).__name__}: {error}\n{said.getvalue()}"}
        with os.fdopen(writing, "w") as pipe:
            json.dump(result, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        result = json.load(pipe)
    os.waitpid(child, 0)
    return result


def main():
    import django.core.management
    import django.db.migrations.executor  # noqa: F401  # loaded once, for all jobs

    json.dump([in_fork(job) for job in json.load(sys.stdin)], sys.stdout)


main()
