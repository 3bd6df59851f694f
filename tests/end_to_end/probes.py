"""Print, as JSON, what ``probe()`` of every module of a project returns: {module: text}.

    python probes.py        (in the project's folder, by the project's Python)

A probe that raises gives ``NameOfError: message``. Each sees two users; what it writes is undone.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path


def main():
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    users = get_user_model().objects
    users.create_user("ann", "ann@example.com", "pw")
    users.create_superuser("root", "root@example.com", "pw")
    found = {}
    for path in sorted(Path().rglob("*.py")):
        if b"def probe" in path.read_bytes() or b"probe = " in path.read_bytes():
            module = ".".join(path.with_suffix("").parts).replace(".__init__", "")
            found[module] = said(module)
    print(json.dumps(found))


def said(module):
    from django.db import transaction

    try:
        probe = importlib.import_module(module).probe
        with transaction.atomic():
            try:
                return repr(probe())
            finally:
                transaction.set_rollback(True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


main()
