"""What blockers mean to a program: a project to skip, or one with work left."""

from __future__ import annotations

from transformer.errors import ErrorCode, Refused
from transformer.pipeline import Migration
from transformer.project.own_user_model import begun_user_model, is_older_than_its_users


def blocked(migration: Migration) -> Refused | None:
    """Why nothing is delivered; None where nothing stands in the way."""
    first = next(iter(migration.blockers), None)
    if first is None:
        return None
    count = len(migration.blockers)
    others = f" There are {count} blockers." if count > 1 else ""
    return Refused(f"{first.message}{others}", first.remedy, code=_code(migration))


def _code(migration: Migration) -> ErrorCode:
    project, own = migration.project, migration.options.user_model.lower()
    begun = begun_user_model(project)
    if begun is not None:
        older = is_older_than_its_users(project, begun)
        return ErrorCode.CUSTOM_USER_ALREADY if older else ErrorCode.BEGUN_BY_HAND
    named = {(one.auth_user_model or "auth.User").lower() for one in project.settings}
    return ErrorCode.CUSTOM_USER_ALREADY if named - {"auth.user", own} else ErrorCode.BLOCKERS
