"""The name of an admin page of the user: `{% url 'admin:auth_user_changelist' %}`.

What it does: rewrites the names of the user's admin pages in the strings of tags.

Why it breaks: the admin names its pages after app and model, so the pages of the users app are
called `users_user_…`; the old names raise `NoReverseMatch`.

What is edited: every such name. In a namespace that does not look like an admin site it is only
edited with `--suggested`. `auth_user_password_change` stays: `UserAdmin` spells it out, whatever
the model is called. So does a name that the project's own Python spells out, for example in
`get_urls`.

What is reported: a name in another namespace.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.passes.templates.lexing import Quoted
from transformer.passes.templates.template import Template
from transformer.spellings.admin_addresses import PASSWORD_CHANGE

rule = Rule(
    __name__,
    "US604",
    "admin-url-name-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls",
    examples=(
        Example(
            "<a href=\"{% url 'admin:auth_user_change' user.pk %}\">\n",
            "<a href=\"{% url 'admin:users_user_change' user.pk %}\">\n",
            path="templates/base.html",
        ),
        Example(
            '{% url "admin:auth_user_changelist" as people %}{{ people }}\n',
            '{% url "admin:accounts_user_changelist" as people %}{{ people }}\n',
            path="templates/base.html",
            options={"app": "accounts"},
        ),
        Example(
            "{% url 'admin:auth_user_password_change' user.pk %}\n",
            path="templates/base.html",
            title="UserAdmin spells this one out",
        ),
        Example(
            "{% url 'admin:auth_user_invite' %}\n",
            path="templates/base.html",
            title="the project spells this one out",
            files={"blog/admin.py": "urls = [path('invite/', invite, name='auth_user_invite')]\n"},
        ),
        Example(
            "{% url 'api:auth_user_detail' 1 %}\n",
            path="templates/base.html",
            reports=("US604",),
        ),
    ),
)

URL_NAME = re.compile(r"(?P<space>[\w:-]+:)auth_user_(?P<page>\w+)")


@rule.on(Quoted)
def url_name(string: Quoted, file: Template) -> None:
    found = URL_NAME.fullmatch(string.value)
    if not found:
        return
    space, page, app = found["space"], found["page"], file.options.app
    if f"auth_user_{page}" in {PASSWORD_CHANGE, *file.facts.own_url_names}:
        return
    start = string.start + len(space.encode())
    file.report(
        rule,
        start,
        start + len("auth"),
        f"'{string.value}' names a page of the user by app and model.",
        f"If it is a page of the admin, write '{space}{app}_user_{page}'.",
        edit=Safe(app) if "admin" in space else Suggested(app),
    )
