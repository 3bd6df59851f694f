"""The messages of the commits, one per pass."""

from __future__ import annotations

import textwrap

from transformer.pipeline import Migration

_ADOPT = {
    "bridge": "Every database adopts it with a plain `python manage.py migrate`.",
    "command": "Every database adopts it with the command of the users app that stands before"
    " `migrate`.",
    "two-step": "Databases adopt it in two releases; this is the first one's code.",
    "graft": "Every database adopts it with a plain `python manage.py migrate`.",
}


def messages(migration: Migration) -> list[str]:
    """One message per layer of the tree.

    The first that has edits introduces the whole change: code hosts take the title and the text of
    a pull request from its oldest commit.
    """
    worked = [
        (each, layer)
        for each, layer in zip(migration.passes, migration.tree.layers, strict=True)
        if layer.edits
    ]
    result = []
    for each, layer in zip(migration.passes, migration.tree.layers, strict=True):
        if worked and layer is worked[0][1]:
            result.append(_introduction(migration, [pass_.title for pass_, _ in worked]))
        else:
            rules = ", ".join(sorted({edit.rule for edit in layer.edits}))
            result.append(f"{each.title}\n\nRules: {rules}\n")
    return result


def _introduction(migration: Migration, titles: list[str]) -> str:
    model = migration.options.user_model
    table = textwrap.fill(
        f"The project uses its own user model, {model}, in place of auth.User. It keeps the table"
        f" auth_user: no row is copied or lost. {_ADOPT[migration.options.strategy]}",
        72,
    )
    steps = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    return (
        f"Move from auth.User to {model}\n\n{table}\n\nOne commit per step, this is the first:\n"
        f"\n{steps}\n\nMade by usershift.\n"
    )
