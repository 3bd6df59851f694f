"""A permission of the user as a string in a template: `'auth.change_user' in perms`.

What it does: rewrites permissions of the user that stand as strings in tags: those of packages such
as django-rules and django-guardian take a permission as a string, and so do `in perms` and Jinja's
`user.has_perm(…)`.

Why it breaks: the string must carry the label of the users app; with the old one the answer is
silently no.

What is edited: a string that is asked for as a permission: with `in perms`, or in a tag, filter or
call whose name speaks of permissions. Elsewhere it is only edited with `--suggested`.

What is reported: what is not edited.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.templates.lexing import Quoted
from transformer.passes.templates.template import Template
from transformer.spellings import permission, read

rule = Rule(
    __name__,
    "US602",
    "permission-string-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/default/#permissions",
    examples=(
        Example(
            "{% if 'auth.change_user' in perms %}x{% endif %}\n",
            "{% if 'users.change_user' in perms %}x{% endif %}\n",
            path="templates/base.html",
        ),
        Example(
            '{% load rules %}{% has_perm "auth.delete_user" user as can_delete %}\n',
            '{% load rules %}{% has_perm "users.delete_user" user as can_delete %}\n',
            path="templates/base.html",
        ),
        Example(
            '{% menu_item "auth.view_user" %}\n',
            path="templates/base.html",
            reports=("US602",),
        ),
        Example(
            '{% menu_item "auth.view_user" %}\n',
            '{% menu_item "users.view_user" %}\n',
            path="templates/base.html",
            options={"suggested": True},
            reports=("US602",),
        ),
        Example(
            "{% if 'auth.pose_user' in perms %}x{% endif %}{% trans 'auth.no_user' %}\n",
            "{% if 'users.pose_user' in perms %}x{% endif %}{% trans 'auth.no_user' %}\n",
            path="templates/base.html",
        ),
        Example("{% if 'auth.add_group' in perms %}x{% endif %}\n", path="templates/base.html"),
    ),
)


@rule.on(Quoted, spelled=True)
def permission_string(string: Quoted, file: Template) -> None:
    asked_for = permission.speaks_of_permissions(read(string.piece.code))
    found = list(permission.find(string.value, file.facts))
    if asked_for:
        found += permission.find_alike(string.value, file.facts)
    for mention in found:
        if mention.text == string.value:
            file.tell(
                rule,
                mention,
                string.start,
                f"The string '{string.value}' names a permission of the user by its old label.",
                f"If it is a permission, write '{mention.rewritten(file.options)}'.",
                asked_for,
            )
