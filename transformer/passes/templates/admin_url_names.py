"""The name of an admin page of the user: `{% url 'admin:auth_user_changelist' %}`.

What it does: rewrites the names of the user's admin pages in the strings of tags.

Why it breaks: the admin names its pages after app and model, so the pages of the users app are
called `users_user_…`; the old names raise `NoReverseMatch`.

What is edited: the name of a page that the admin has for every model, in whatever namespace, and of
any other page in a namespace that speaks of the admin. Without a namespace, and for other pages, it
is only edited with `--suggested`. `auth_user_password_change` stays: `UserAdmin` spells it out,
whatever the model is called. So does a name that the project's own Python spells out, for example
in `get_urls`.

What is reported: what is not edited.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.templates.lexing import Quoted
from transformer.passes.templates.template import Template
from transformer.spellings import Sure, admin_url_name

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


@rule.on(Quoted, spelled=True)
def url_name(string: Quoted, file: Template) -> None:
    if mention := admin_url_name.whole(string.value, file.facts):
        asked_for = ":" not in string.value and b"url_name" in string.piece.code
        file.tell(
            rule,
            mention,
            string.start,
            f"'{string.value}' names a page of the user by app and model.",
            f"If it is a page of the admin, write '{mention.rewritten(file.options)}'.",
            asked_for or mention.sure is Sure.CERTAIN,
        )
