"""The shapes of text that may mean the auth user, with what is said about each.

Not a rule: US349 looks for them in the strings that no other rule answers for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transformer.findings import Level
from transformer.passes.references.wording import ADMIN_PAGES


@dataclass(frozen=True)
class Mention:
    """A shape of text that may mean the auth user; ``machine`` is the level in a bare string."""

    pattern: re.Pattern[str]
    what: str
    remedy: str
    machine: Level = Level.TODO


_USER = r"[Uu][Ss][Ee][Rr]"
_PAGES = "|".join(sorted(ADMIN_PAGES))
MENTIONS = (
    Mention(
        re.compile(r"(?<!\w)contrib\.auth\.(?:models|admin|forms)\.User(?!\w)"),
        "the class `django.contrib.auth.models.User`",
        "Write `{module}.models.User` if the class is meant.",
    ),
    Mention(
        re.compile(rf"(?<![\w./-])auth\.{_USER}(?:_groups|_user_permissions)?(?![\w.(])"),
        "the label `auth.User`",
        "Write `{model}` if the model is meant.",
    ),
    Mention(
        re.compile(rf"(?<![\w./-])auth\.{_USER}\.\w"),
        "a name inside `auth.User`",
        "Write `{model}` in front if the model is meant.",
        Level.NOTE,
    ),
    Mention(
        re.compile(r"(?<![\w./-])auth\.(?:add|change|delete|view)_user(?!\w)"),
        "a permission of the user",
        "Write `{app}` for `auth` if the permission is meant.",
    ),
    Mention(
        re.compile(rf"(?<!\w)auth_user_(?:{_PAGES})(?!\w)"),
        "an admin page of the user",
        "Write `{app}_user_…` if the page is meant.",
    ),
    Mention(
        re.compile(r"(?<!\w)auth_user(?:_groups|_user_permissions)?(?!\w)"),
        "the table `auth_user`",
        "Leave it if the table is meant: it keeps its name for now.",
        Level.NOTE,
    ),
    Mention(
        re.compile(r"(?<![\w-])auth/user(?!\w)(?!.*\.html$)"),
        "an address or a path with `auth/user`",
        "Write `{app}/user` if it is one of the admin's.",
        Level.NOTE,
    ),
)
IMPORT = re.compile(r"(?<!\w)contrib\.auth\.models\s+import\s[^\n]*(?<!\w)User(?!\w)")
SERIALIZED = re.compile(r"""["']model["']\s*:\s*["']auth\.user["']""")
_APP_IS_AUTH = r"\bapp_label\W{1,9}auth\W"
_MODEL_IS_USER = r"\bmodel\W{1,9}user\W"
CONTENT_TYPE = re.compile(
    rf"(?is){_APP_IS_AUTH}[^;]{{0,80}}?{_MODEL_IS_USER}|{_MODEL_IS_USER}[^;]{{0,80}}?{_APP_IS_AUTH}"
)
