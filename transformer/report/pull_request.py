"""The text of a pull request, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from transformer import __version__
from transformer.findings import Finding, Level
from transformer.options import Stage
from transformer.pipeline import Migration
from transformer.printable import shown, shown_text
from transformer.registry import all_rules
from transformer.report.adoption import how_databases_adopt
from transformer.report.commits import asking, title, why
from transformer.stages import Step, steps
from transformer.strategies.generated_app import environment

_MAX_SHOWN = 30


def pull_request(command: str, migration: Migration) -> str:
    """Markdown whose first line is the title; what comes from the project cannot be markup."""
    planned = steps(migration)
    found = asking(migration.findings)
    todo = [f for f in found if f.level is Level.TODO]
    review = [f for f in found if f.level is Level.REVIEW]
    counted = Counter(edit.rule for step in planned for edit in step.edits)
    rules = all_rules()
    return (
        environment()
        .get_template("pull_request.md.jinja")
        .render(
            title=title(command, migration),
            why=why(command, migration),
            steps=[_step(command, migration, step) for step in planned],
            stages=_stages(planned),
            todo=[_line(f) for f in todo[:_MAX_SHOWN]],
            more_todo=max(0, len(todo) - _MAX_SHOWN),
            review=[_line(f) for f in review[:_MAX_SHOWN]],
            more_review=max(0, len(review) - _MAX_SHOWN),
            deploy=_deploy(command, migration),
            rules=[
                (code, counted[code], _cell(rules[code].summary if code in rules else ""))
                for code in sorted(counted)
            ],
            version=__version__,
        )
    )


def _step(command: str, migration: Migration, step: Step) -> dict[str, object]:
    early = step.stage is Stage.prepare
    return {
        "subject": step.passes[0].prepares if early else title(command, migration),
        "stage": step.stage.value,
        "files": len(step.files),
        "edits": len(step.edits),
    }


def _stages(planned: Sequence[Step]) -> list[tuple[str, list[str]]]:
    """What the passes do, by stage."""
    found: dict[str, list[str]] = {}
    for step in planned:
        early = step.stage is Stage.prepare
        titles = [each.prepares if early else each.title for each in step.passes]
        found.setdefault(step.stage.value, []).extend(titles)
    return list(found.items())


def _deploy(command: str, migration: Migration) -> str:
    if command == "finalize":
        return "Only once every database has run `migrate` with the release before this one."
    if command == "rename-table":
        return "With a short stop: processes with the code before do not find the renamed table."
    return how_databases_adopt(migration)


def _line(finding: Finding) -> str:
    place = shown(finding.path).replace("`", "'") or "the project"
    line = f":{finding.line}" if finding.line else ""
    first = shown_text(finding.said).partition("\n")[0]
    return f"`{place}{line}` {_cell(first)} ({finding.code})"


def _cell(text: str) -> str:
    """Text in which nothing but what stands between backquotes is markup."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts = [text.replace("`", "'")]
    plain = "".join(f"`{part}`" if at % 2 else _escaped(part) for at, part in enumerate(parts))
    return plain.replace("|", "\\|")


def _escaped(text: str) -> str:
    for sign in "\\*_[]<>#":
        text = text.replace(sign, f"\\{sign}")
    return text
