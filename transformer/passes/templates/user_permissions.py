"""A permission of the user in a template: `perms.auth.change_user`.

What it does: rewrites permissions of the user that templates ask for.

Why it breaks: the permissions of a model carry the label of its app. Those of the user follow its
content type from `auth` to the users app, so `perms.auth.change_user` is false for everybody but
superusers, and no error says so.

What is edited: the label, where the codename belongs to the user model: the four defaults and the
permissions that the project itself declares on the user's content type. Any other codename is only
edited with `--suggested`. Permissions of `Group` and `Permission` stay in `auth`.

What is reported: any other codename, because only the database knows whose it is.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.passes.templates.lexing import Piece
from transformer.passes.templates.template import Template
from transformer.spellings.permission import STAYING_CODENAMES, is_named_like_the_users

rule = Rule(
    __name__,
    "US601",
    "user-permission-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/default/#permissions",
    examples=(
        Example(
            "{% if perms.auth.change_user or perms.auth.add_group %}x{% endif %}\n",
            "{% if perms.users.change_user or perms.auth.add_group %}x{% endif %}\n",
            path="templates/base.html",
        ),
        Example(
            "{{ perms['auth']['view_user'] }} {{ perms.auth['add_user'] }}\n",
            "{{ perms['users']['view_user'] }} {{ perms.users['add_user'] }}\n",
            path="jinja2/base.html",
            title="Jinja subscripts",
        ),
        Example(
            "{% if perms.auth.can_export_everything %}x{% endif %}\n",
            path="templates/base.html",
            reports=("US601",),
            title="a codename that nobody declares",
        ),
        Example(
            "{% if perms.auth.can_ban %}x{% endif %}\n",
            "{% if perms.users.can_ban %}x{% endif %}\n",
            path="templates/base.html",
            title="a codename that the project declares on the user",
            files={
                "blog/roles.py": "ct = ContentType.objects.get_for_model(User)\n"
                "Permission.objects.get_or_create(codename='can_ban', content_type=ct)\n"
            },
        ),
        Example(
            "{% if perms.auth.can_ban %}x{% endif %}\n",
            "{% if perms.users.can_ban %}x{% endif %}\n",
            path="templates/base.html",
            title="a codename that a fixture declares on the user",
            files={
                "blog/fixtures/p.json": '[{"model": "auth.permission", "fields": {"codename":'
                ' "can_ban", "content_type": ["auth", "user"]}}]'
            },
        ),
        Example(
            "{% if perms.auth.impersonate_user %}x{% endif %}\n",
            "{% if perms.users.impersonate_user %}x{% endif %}\n",
            path="templates/base.html",
            title="a codename that is named like the user's",
        ),
        Example(
            "{% verbatim %}{{ perms.auth.view_user }}{% endverbatim %}{# perms.auth.add_user #}\n",
            path="templates/base.html",
            title="what the engine does not interpret",
        ),
        Example(
            "{% if perms.auth.change_user %}{# usershift: ignore[US601] #}{% endif %}\n",
            path="templates/base.html",
            title="suppressed",
        ),
    ),
)

# Strings are blanked in `code`, so the label in a subscript is compared in the source.
_PERMS = re.compile(
    rb"(?P<dot>\.\s*)?(?<![\w])perms\s*"
    rb"(?:\.\s*(?P<name>auth)\b|\[\s*(?P<quote>['\"])(?P<string>auth)(?P=quote)\s*\])"
    rb"(?:\s*\.\s*(?P<codename>\w+)|\s*\[\s*['\"](?P<item>\w+)['\"]\s*\])"
)


@rule.on(Piece, spelled=True)
def permissions(piece: Piece, file: Template) -> None:
    for found in _PERMS.finditer(piece.source) if piece.is_code else ():
        if piece.code[found.start("name" if found["name"] else "quote")] == 0x20:
            continue  # inside a string
        codename = (found["codename"] or found["item"]).decode()
        if codename in STAYING_CODENAMES:
            continue
        group, app = "name" if found["name"] else "string", file.options.app
        known = codename in file.facts.codenames or is_named_like_the_users(codename)
        file.report(
            rule,
            piece.start + found.start(group),
            piece.start + found.end(group),
            f"perms.auth.{codename} asks for a permission of app auth."
            + ("" if known else " It is not known whether the user model has this permission."),
            f"If it belongs to the user, write perms.{app}.{codename}.",
            edit=Safe(app) if known and found["dot"] is None else Suggested(app),
        )
