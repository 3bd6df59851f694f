"""How databases adopt the user model of a project, as every text says it."""

from __future__ import annotations

from transformer.pipeline import Migration

_HOW = {
    "bridge": "Every database adopts it with a plain `python manage.py migrate`.",
    "command": "Every database adopts it with `python manage.py adopt_users`, which has to run"
    " before `python manage.py migrate`.",
    "two-step": "Databases adopt it with a plain `python manage.py migrate`, where the release"
    " before this one has run its own.",
    "graft": "Every database adopts it with a plain `python manage.py migrate`.",
}
# The passes that make the model; where they have nothing to do, it stands already.
_SWITCHING = {"settings", "users-app"}


def switches(migration: Migration) -> bool:
    """Whether the migration names the model or makes it, and does not only follow it."""
    layers = zip(migration.passes, migration.tree.layers, strict=True)
    return any(layer.edits and each.name in _SWITCHING for each, layer in layers)


def how_databases_adopt(migration: Migration) -> str:
    """What a deploy has to run, in a sentence."""
    if migration.options.prepare:
        return "No database needs anything."
    if not migration.options.swaps:
        return (
            "Every database gets an empty first migration with `python manage.py migrate`; the"
            " second release fills it."
        )
    if not switches(migration):
        return "The databases are not concerned."
    return _HOW[migration.options.strategy]


def what_happens(migration: Migration) -> str:
    """What a migration does to the project, in a paragraph."""
    options = migration.options
    if options.prepare:
        return (
            "This means the same under auth.User and under a user model of the project's own:"
            " nothing changes for who runs it. It can be merged and deployed on any day, and makes"
            f" the later switch to {options.user_model} small."
        )
    if not options.swaps:
        return (
            "This is the first of two releases. The user model stays as it is."
            f" {how_databases_adopt(migration)}"
        )
    if not switches(migration):
        return (
            f"The project's user model is {options.user_model}; these places still named"
            " auth.User, or what comes with it."
        )
    return (
        f"The project uses its own user model, {options.user_model}, in place of auth.User. It"
        f" keeps the table auth_user: no row is copied or lost. {how_databases_adopt(migration)}"
    )
