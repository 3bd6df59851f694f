"""How strings name the auth user. Not a rule: the rules on strings share it."""

from __future__ import annotations

import re

# Pages of a model's admin (django/contrib/admin/options.py, ModelAdmin.get_urls).
ADMIN_PAGES = frozenset({"changelist", "add", "history", "delete", "change"})
# UserAdmin.get_urls spells this name out, whatever the model is called.
PASSWORD_CHANGE = "password_change"

# The models that stay in django.contrib.auth.
STAYING_CODENAME = re.compile(r"(add|change|delete|view)_(group|permission)")
