"""How strings name the auth user. Not a rule: the rules on strings share it."""

from __future__ import annotations

import re

MODEL_SIGNALS = frozenset(
    f"django.db.models.signals.{name}"
    for name in (
        *("pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete"),
        "m2m_changed",
    )
)
# Labels of the tables between the auth user and its groups and permissions.
THROUGH = ("auth.user_groups", "auth.user_user_permissions")


def is_auth_label(label: str | None) -> bool:
    """Whether a string is a label of the auth user: Django ignores the case of a model's name."""
    return label is not None and label.startswith("auth.") and label.lower() == "auth.user"


def is_label_of_auth_user(label: str | None) -> bool:
    """Like :func:`is_auth_label`, or the label of one of its tables of relations."""
    return is_auth_label(label) or (
        label is not None and label.startswith("auth.") and label.lower() in THROUGH
    )


# Pages of a model's admin (django/contrib/admin/options.py, ModelAdmin.get_urls).
ADMIN_PAGES = frozenset({"changelist", "add", "history", "delete", "change"})
# UserAdmin.get_urls spells this name out, whatever the model is called.
PASSWORD_CHANGE = "password_change"

# The models that stay in django.contrib.auth.
STAYING_CODENAME = re.compile(r"(add|change|delete|view)_(group|permission)")
