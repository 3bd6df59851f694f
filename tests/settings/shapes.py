"""Shapes of settings in ``tests/cases/settings``: a tree before, the files that change after."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.pipeline import Done, run_passes
from transformer.options import Options
from transformer.project import discover

CASES = Path(__file__).parent.parent / "cases" / "settings"

# Prints what Django's own settings object holds; no app is loaded.
REPORT = """
import json, os
if os.environ.get("DJANGO_CONFIGURATION"):
    from configurations import importer
    importer.install()
from django.conf import settings
print(json.dumps([list(settings.INSTALLED_APPS), settings.AUTH_USER_MODEL]))
"""


def copy_case(name: str, to: Path) -> Path:
    return Path(shutil.copytree(CASES / name / "before", to))


def migrate(root: Path, options: Options | None = None) -> Done:
    """Run discovery and the settings pass, and write what they change."""
    done = run_passes(root, {}, "settings", options=options, find=discover)
    done.write()
    return done


def report(python: Path, root: Path, variant: dict[str, Any]) -> tuple[list[str], str]:
    """INSTALLED_APPS and AUTH_USER_MODEL as a real Django reads them."""
    made = []
    for source, target in variant.get("copy", {}).items():
        shutil.copyfile(root / source, root / target)
        made.append(root / target)
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": variant["settings"],
        "PYTHONDONTWRITEBYTECODE": "1",
        **variant.get("env", {}),
    }
    result = subprocess.run(
        [python, "-c", REPORT],
        cwd=root / variant.get("folder", ""),
        env=environment,
        capture_output=True,
        text=True,
    )
    for path in made:
        path.unlink()
    assert result.returncode == 0, result.stderr
    apps, model = json.loads(result.stdout)
    return apps, model
