"""Runs the probes of :mod:`tests.real.harness` under one Django. Run by that Django's Python.

Reads jobs as JSON from stdin, writes the list of what each printed to stdout. Every job gets a
process of its own, forked: a plain one after the base project stands with its tables in memory, one
that brings apps or an admin of its own before Django is set up.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import traceback


def set_up(apps: list[str], settings_values: dict[str, object]) -> None:
    import django
    from django.conf import settings

    settings.INSTALLED_APPS += apps
    for name, value in settings_values.items():
        setattr(settings, name, value)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)


def in_fork(run) -> str:  # type: ignore[no-untyped-def]
    """What ``run()`` prints, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            try:
                run()
            except BaseException as error:
                first = (str(error).strip().splitlines() or [""])[0]
                out.write(f"{type(error).__name__}: {first}\n")
                if os.environ.get("TRACE"):
                    traceback.print_exc(file=out)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(out.getvalue().encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        printed = pipe.read().decode()
    os.waitpid(child, 0)
    return printed


def probe(job: dict) -> None:  # type: ignore[type-arg]
    exec(compile(job["probe"], "probe", "exec"), {"__name__": "probe"})


def main() -> None:
    jobs = json.load(sys.stdin)
    sys.path.insert(0, sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "project_settings"
    printed: dict[int, str] = {}

    def alone(job: dict) -> None:  # type: ignore[type-arg]
        sys.path.insert(0, job["root"])
        set_up(job["apps"], job["settings"])
        probe(job)

    def shared(job: dict) -> None:  # type: ignore[type-arg]
        from django.conf import settings

        sys.path.insert(0, job["root"])
        for name, value in job["settings"].items():
            setattr(settings, name, value)
        probe(job)

    for number, job in enumerate(jobs):
        if not job["plain"]:
            printed[number] = in_fork(lambda job=job: alone(job))
    plain = [number for number, job in enumerate(jobs) if job["plain"]]
    if plain:
        set_up(["users_admin"], {})
    for number in plain:
        printed[number] = in_fork(lambda job=jobs[number]: shared(job))
    json.dump([printed[number] for number in range(len(jobs))], sys.stdout)


main()
