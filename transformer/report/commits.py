"""The messages of the commits: what each does, why, what to look at, what its deploy needs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from transformer.findings import Finding, Level
from transformer.options import Stage
from transformer.pipeline import Migration
from transformer.printable import shown
from transformer.registry import all_rules
from transformer.report.adoption import switches, what_happens
from transformer.stages import Step, steps

WIDTH = 72
_MAX_PLACES = 8
# The commands that come after a migration have one thing to say each.
_TITLES = {
    "finalize": "Take the adoption of {model} out",
    "rename-table": "Rename the table auth_user to {table}",
}
_REASONS = {
    "finalize": """\
Every database has adopted the user model, so what the adoption needed goes: its helpers, and what
its migrations did beyond plain Django. A database that has not run `python manage.py migrate` since
the release with the adoption is refused by Django from now on (InconsistentMigrationHistory), and
`migrate` leads no longer back to auth.User.""",
    "rename-table": """\
A migration gives the table the name of its model, and its two many-to-many tables go with it. Code
from before does not find the renamed table: this release needs a stop, and cannot be rolled out
process by process. Whatever else names the old table, such as reports and other services, has to be
ready.""",
}


def messages(command: str, migration: Migration) -> list[str]:
    """One message for each step of a migration, in their order."""
    planned = steps(migration)
    return [_message(command, migration, step, planned) for step in planned]


def title(command: str, migration: Migration) -> str:
    """What the whole of it does: the subject of its last commit, and of a pull request."""
    model = migration.options.user_model
    if command in _TITLES:
        return _TITLES[command].format(model=model, table=f"{migration.options.app}_user")
    if migration.options.prepare:
        return f"Prepare the code for a user model of its own, {model}"
    if not migration.options.swaps:
        return f"Reserve the app {migration.options.app} for the user model"
    if not switches(migration):
        return f"Point what still names auth.User at {model}"
    return f"Move from auth.User to {model}"


def why(command: str, migration: Migration) -> str:
    """The paragraph below the title."""
    return _REASONS.get(command) or what_happens(migration)


def _message(command: str, migration: Migration, step: Step, planned: list[Step]) -> str:
    if step.stage is Stage.prepare:
        subject = step.passes[0].prepares
        model = migration.options.user_model
        said = (
            "This means the same under auth.User and under a user model of the project's own:"
            " nothing changes for who runs it, and no database needs anything. It comes before the"
            f" switch to {model}."
        )
    else:
        subject, said = title(command, migration), why(command, migration)
    parts = [subject, _filled(said)]
    if step.stage is Stage.switch and len(step.passes) > 1:
        listed = "\n".join(_item(each.title) for each in step.passes)
        parts.append(f"One commit, for with a part of it nothing would start:\n\n{listed}")
    if len(planned) > 1:
        count = f"{planned.index(step) + 1} of {len(planned)}"
        parts.append(f"Commit {count}; each works by itself.")
    if looks := _to_look_at(migration, step):
        parts.append(looks)
    codes = sorted({edit.rule for edit in step.edits})
    if codes:
        parts.append(_filled(f"Rules: {', '.join(codes)}"))
    parts.append("Made by usershift.")
    return "\n\n".join(parts) + "\n"


def _to_look_at(migration: Migration, step: Step) -> str:
    """The findings in the files of a step that ask for work or for a look, most urgent first."""
    edited = {edit.path for edit in step.edits}
    first = migration.prepared
    early = set(first.findings) if first is not None and step.stage is Stage.switch else set()
    found = [f for f in asking(migration.findings) if f not in early]
    if step.stage is Stage.prepare:
        source = first if first is not None else migration
        found = [f for f in asking(source.findings) if f.path in edited]
    if not found:
        return ""
    listed = [_item(_place(finding)) for finding in found[:_MAX_PLACES]]
    if len(found) > _MAX_PLACES:
        listed.append(f"- and {len(found) - _MAX_PLACES} more")
    return "To look at:\n\n" + "\n".join(listed)


def asking(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that ask a person for something: what is to be done, then what to look at."""
    wanted = (Level.TODO, Level.REVIEW)
    found = [finding for finding in findings if finding.level in wanted]
    return sorted(found, key=lambda f: (wanted.index(f.level), f.path, f.line))


def _place(finding: Finding) -> str:
    rule = all_rules().get(finding.code)
    what = rule.name.replace("-", " ") if rule else finding.code
    line = f":{finding.line}" if finding.line else ""
    by_hand = ", to be done by hand" if finding.level is Level.TODO else ""
    return f"{shown(finding.path) or 'the project'}{line}: {what} ({finding.code}{by_hand})"


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _item(text: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
