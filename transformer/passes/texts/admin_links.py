"""The address of an admin page of the user outside templates: `/admin/auth/user/`.

What it does: looks for addresses of the user's admin pages outside templates: front-end code,
proxies' rules, documentation and scripts link to the admin by address.

Why it breaks: the address changes with the app, and the old one is not found.

What is edited: where a value is such an address and nothing else, and its prefix speaks of the
admin, the app in it. Inside other text, and below a host that may be another project's, it is only
edited with `--suggested`.

What is reported: what is not edited; in files that record the past as a `note`.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import Sure, admin_address

rule = Rule(
    __name__,
    "US804",
    "admin-link-in-text",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls",
    examples=(
        Example("location /admin/auth/user/ {\n", path="nginx.conf", reports=("US804",)),
        Example(
            "fetch(`/admin/auth/user/${id}/change/`)\n",
            "fetch(`/admin/users/user/${id}/change/`)\n",
            path="static/people.js",
        ),
        Example("fetch('/api/auth/user/')\n", path="static/api.js", reports=("US809",)),
    ),
)


@rule.on(PlainText, words=("auth/user",))
def links(file: PlainText) -> None:
    for mention in admin_address.find(file.view, file.facts):
        if mention.sure is not Sure.MENTION:
            file.tell(
                rule,
                mention,
                "This address looks like the admin page of the user, which moves with its app.",
                f"If it leads to the admin, write …/{file.options.app}/user/ instead of "
                "…/auth/user/.",
                Level.TODO,
            )
