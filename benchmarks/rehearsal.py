"""What a rehearsal costs: `usershift rehearse --clone --rename-table` on PostgreSQL.

    make services && .venv/bin/python -m benchmarks.rehearsal [USERS ...]

A sample project's old code builds the database; users are put into it, each with a group and a log
entry. Printed for each number of users: the seconds of the rehearsal, what it says of the adoption
and of the renaming, and the memory of the largest process that it took, its own or the project's.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.adoption import databases
from tests.adoption.sites import drivers
from tests.end_to_end import samples
from tests.environments import django_python

SERIES = "5.2"
CROWD = """
INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff,
  is_active, date_joined)
SELECT 'x', false, 'crowd ' || n, '', '', '', false, true, now() FROM generate_series(1, {users}) n;

INSERT INTO auth_user_groups (user_id, group_id)
SELECT u.id, g.id FROM auth_user u, (SELECT min(id) AS id FROM auth_group) g
WHERE u.username LIKE 'crowd %';

INSERT INTO django_admin_log (action_time, object_id, object_repr, action_flag, change_message,
  content_type_id, user_id)
SELECT now(), u.id::text, u.username, 2, '', c.id, u.id FROM auth_user u, django_content_type c
WHERE c.app_label = 'auth' AND c.model = 'user' AND u.username LIKE 'crowd %';
"""


def measure(users: int, folder: Path) -> None:
    """Rehearse with so many users, and print what it took. In a process of its own."""
    database = databases.create("postgresql", folder)
    try:
        sample = samples.old("blog", SERIES, folder)
        python = str(django_python(SERIES, *drivers(SERIES, {"postgresql"})))
        entry = {f"DB_{key}": str(value) for key, value in database.settings.items()}
        env = {**os.environ, **entry}
        for words in (("migrate", "-v0"), ("populate",)):
            made = [python, "manage.py", *words]
            subprocess.run(made, cwd=sample.root, env=env, check=True, stdout=subprocess.DEVNULL)
        database.execute(CROWD.format(users=users))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        call = [sys.executable, "-m", "usershift", "rehearse", "--clone", "--rename-table"]
        call += ["--python", python, "--format", "json"]
        started = time.monotonic()
        done = subprocess.run(
            call, cwd=sample.root, env=env, stdout=subprocess.PIPE, text=True, check=False
        )
        seconds = time.monotonic() - started
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        document = json.loads(done.stdout)
        proofs = {proof["name"]: proof for proof in document["proofs"]}
        verdicts = sorted({proof["verdict"] for proof in proofs.values()})
        print(f"{users:,} users: {seconds:.1f} s, {', '.join(verdicts)};", end=" ")
        print(f"the largest process took {largest / 1024:.0f} MiB", end="")
        print(f" (to prepare: {before / 1024:.0f} MiB)")
        for name in ("rows", "time", "locks", "rename-time", "rename-locks"):
            print(f"    {name}: {proofs[name]['how']}", flush=True)
    finally:
        databases.drop(database)


def main(sizes: list[int]) -> None:
    for users in sizes:
        with tempfile.TemporaryDirectory() as folder:
            code = f"from benchmarks.rehearsal import *; measure({users}, Path({folder!r}))"
            subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 1_000_000])
