"""Shapes of settings in ``tests/cases/settings``: a tree before, the files that change after."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformer.findings import Finding
from transformer.options import Options
from transformer.passes.settings import PASS
from transformer.project import discover
from transformer.semantics import References
from transformer.tree import FileChange, Tree

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


@dataclass(frozen=True)
class Migrated:
    root: Path
    changes: list[FileChange]
    findings: list[Finding]


def copy_case(name: str, to: Path) -> Path:
    return Path(shutil.copytree(CASES / name / "before", to))


def migrate(root: Path, options: Options | None = None) -> Migrated:
    """Run discovery and the settings pass, and write what they change."""
    project = discover(root)
    tree = Tree(project.root, project.files)
    tree.begin("settings")
    findings = []
    for outcome in PASS.run(project, References(project, tree), tree, options or Options()):
        if isinstance(outcome, Finding):
            findings.append(outcome)
        else:
            tree.apply(outcome)
    changes = tree.changes()
    for change in changes:
        (project.root / change.path).write_bytes(change.after)
    return Migrated(project.root, changes, findings)


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
