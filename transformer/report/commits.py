"""The messages of the commits, one per pass."""

from __future__ import annotations

import textwrap

from transformer.pipeline import Migration

_ADOPT = {
    "bridge": "Every database adopts it with a plain `python manage.py migrate`.",
    "command": "Every database adopts it with `python manage.py adopt_users`, which has to run"
    " before `python manage.py migrate`.",
    "two-step": "Databases adopt it with a plain `python manage.py migrate`, where the release"
    " before this one has run its own.",
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
    title = f"Move from auth.User to {model}"
    if not migration.options.swaps:
        title = f"Reserve the app {migration.options.app} for the user model"
    table = textwrap.fill(_what_happens(migration), 72)
    steps = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    return (
        f"{title}\n\n{table}\n\nOne commit per step, this is the first:\n"
        f"\n{steps}\n\nMade by usershift.\n"
    )


def _what_happens(migration: Migration) -> str:
    options = migration.options
    if not options.swaps:
        return (
            "This is the first of two releases. The user model stays as it is; every database gets"
            " an empty first migration, which the second release fills."
        )
    return (
        f"The project uses its own user model, {options.user_model}, in place of auth.User. It"
        f" keeps the table auth_user: no row is copied or lost. {_ADOPT[options.strategy]}"
    )
