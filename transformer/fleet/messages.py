"""The commits' messages: what the last says of the whole change, and a campaign's own template."""

from __future__ import annotations

import os
from string import Formatter

from transformer.errors import UsageError, nearest
from transformer.fleet.clone import Clone
from transformer.fleet.manifest import Repository

FIELDS = ("name", "stage", "labels", "project")
MESSAGE_FIELDS = (*FIELDS, "subject", "body")


def check_template(option: str, template: str, fields: tuple[str, ...] = FIELDS) -> None:
    """Raises UsageError for a template that names something that is not there."""
    try:
        for _, field, spec, conversion in Formatter().parse(template):
            if field is not None and (field not in fields or spec or conversion):
                raise UsageError(f"{option}: unknown field `{field}`.", nearest(field, fields))
    except ValueError as error:
        raise UsageError(f"{option}: {error}.", "Write `{{` for a brace.") from None


def filled(template: str, repository: Repository, **more: str) -> str:
    """The template with what is known of the repository."""
    wanted = repository.wanted
    return template.format(
        name=repository.name,
        stage=wanted.stage or "migrate",
        labels=", ".join(wanted.labels),
        project=wanted.project,
        **more,
    )


def subject(clone: Clone, branch: str) -> str:
    """That of the newest commit of the branch, which is what the others lead up to."""
    return _message(clone, branch).partition("\n")[0]


def reword(clone: Clone, branch: str, template: str, repository: Repository) -> None:
    """Give each commit of the branch its message anew, signed where the user's configuration is so.

    The clone's configuration is the user's own: nothing of the repository's comes with a clone.
    """
    parent = clone.commit
    signed = clone.git.attempt("config", "--type=bool", "commit.gpgSign").stdout.strip() == b"true"
    for commit in _commits(clone, branch):
        subject, _, body = _message(clone, commit).partition("\n")
        message = filled(template, repository, subject=subject, body=body.strip()).strip() + "\n"
        given = message.encode("utf-8", "replace")
        options = ["-S"] * signed + ["-p", parent, "-F", "-", f"{commit}^{{tree}}"]
        parent = os.fsdecode(clone.git("commit-tree", *options, stdin=given)).strip()
    clone("update-ref", branch, parent)


def _commits(clone: Clone, branch: str) -> list[str]:
    """Oldest first."""
    listed = clone("rev-list", "--reverse", "--topo-order", f"{clone.commit}..{branch}")
    return os.fsdecode(listed).split()


def _message(clone: Clone, commit: str) -> str:
    return clone("show", "--no-patch", "--format=%B", commit).decode("utf-8", "replace").strip()
