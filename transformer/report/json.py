"""The JSON document, schema 1: ``docs/report.schema.json`` describes it.

Keys are added in later versions, never renamed or removed.
"""

from __future__ import annotations

import json
from typing import Any

from transformer import __version__
from transformer.report.assessment import Assessment
from transformer.report.model import Report


def render(report: Report) -> str:
    return json.dumps(document(report), indent=2) + "\n"


def document(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {
        "schema": 1,
        "version": __version__,
        "command": report.command,
        "project": _project(report),
        "strategy": report.strategy or None,
        "passes": [
            {
                "name": each.name,
                "title": each.title,
                "files": each.files,
                "edits": each.edits,
                "seconds": round(each.seconds, 3),
            }
            for each in report.passes
        ],
        "stages": [
            {"stage": one.stage, "files": one.files, "edits": one.edits} for one in report.stages
        ],
        "edits": [{"rule": e.rule, "path": e.path, "line": e.line} for e in report.edits],
        "findings": [
            {
                "code": f.code,
                "level": f.level.value,
                "path": f.path,
                "line": f.line,
                "column": f.column,
                "message": f.message,
                "remedy": f.remedy,
            }
            for f in report.findings
        ],
        "files": [
            {"path": f.path, "status": f.status, "old_path": f.old_path} for f in report.files
        ],
        "assessment": _assessment(report.assessment),
        "proofs": [
            {
                "name": each.name,
                "verdict": each.verdict.value,
                "how": each.how,
                "evidence": list(each.evidence),
                "seconds": round(each.seconds, 3),
            }
            for each in report.proofs
        ],
        "done": report.done,
        "next": list(report.then),
        "error": None,
        "exit_code": report.exit_code,
    }
    if report.error is not None:
        found["error"] = {
            "code": report.error.code.value,
            "message": report.error.message,
            "remedy": report.error.remedy,
        }
    if report.diff is not None:
        # Bytes that are no UTF-8 cannot stand in JSON: --patch keeps them.
        found["diff"] = report.diff.decode("utf-8", "replace")
    return found


def _project(report: Report) -> dict[str, Any] | None:
    project = report.project
    if project is None:
        return None
    return {
        "name": project.name,
        "root": project.root.as_posix(),
        "git_root": project.git_root.as_posix() if project.git_root else None,
        "manage": project.manage,
        "settings": [s.module for s in project.settings],
        "django": str(project.django.version) if project.django else None,
        "django_source": project.django.source if project.django else None,
        "apps": [{"label": a.label, "module": a.module, "path": a.path} for a in project.apps],
    }


def _assessment(found: Assessment | None) -> dict[str, Any] | None:
    if found is None or not found.strategy:
        return None
    return {
        "engines": list(found.engines),
        "settings": [
            {
                "module": one.module,
                "path": one.path,
                "installed_apps": None if one.installed_apps is None else list(one.installed_apps),
                "auth_user_model": one.auth_user_model,
                "engines": list(one.engines),
            }
            for one in found.variants
        ],
        "users_app": {"module": found.app_module, "path": found.app_path},
        "why": found.why,
        "standing": found.standing,
    }
