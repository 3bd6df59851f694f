"""Whether the project's fixtures can be loaded. Whatever they write is undone."""
import os

from usershift_visits import undone

ENDINGS = (".json", ".jsonl", ".xml", ".yaml", ".yml")
LARGEST = 5000000
MOST = 200


def fixtures(order):
    """Fixture -> "loaded", or what went wrong, each in a database without the others."""
    from django.core.management import call_command

    found = {}
    for path, name in sorted(files(order))[:MOST]:
        with undone():
            try:
                call_command("loaddata", path, verbosity=0)
                found[name] = "loaded"
            except Exception as error:
                lines = str(error).strip().splitlines() or [""]
                found[name] = "%s: %s" % (type(error).__name__, lines[0][:300])
    return found


def files(order):
    """The fixtures of the project's own folders: (path, how it is called)."""
    from django.apps import apps
    from django.conf import settings

    top = os.path.realpath(order["top"])
    folders = [os.path.join(config.path, "fixtures") for config in apps.get_app_configs()]
    for folder in {os.path.realpath(str(one)) for one in [*folders, *settings.FIXTURE_DIRS]}:
        if not folder.startswith(top + os.sep) or "site-packages" in folder:
            continue
        for here, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(here, name)
                if name.endswith(ENDINGS) and os.path.getsize(path) <= LARGEST:
                    yield path, os.path.relpath(path, top)
