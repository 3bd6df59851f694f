"""The address of an admin page of the user outside templates: `/admin/auth/user/`.

What it does: looks for addresses of the user's admin pages outside templates: front-end code,
proxies' rules, documentation and scripts link to the admin by address.

Why it breaks: the address changes with the app, and the old one is not found.

What is edited: with `--suggested`, the app in the address. Only templates are rewritten unasked
(US605), because there the link is the project's own.

What is reported: each address; in files that record the past as a `note`.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, Suggested
from transformer.findings import Level
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings.admin_addresses import addresses

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
            options={"suggested": True},
            reports=("US804",),
        ),
        Example("fetch('/api/auth/user/')\n", path="static/api.js", reports=("US809",)),
    ),
)


@rule.on(PlainText, words=("auth/user",), priority=1)
def links(file: PlainText) -> None:
    app = file.options.app
    for address in addresses(file.view):
        if b"/admin" in address.prefix or b"admin/" in address.prefix:
            file.report(
                rule,
                address.start,
                address.start + len("auth"),
                "This address looks like the admin page of the user, which moves with its app.",
                f"If it leads to the admin, write …/{app}/user/ instead of …/auth/user/.",
                file.level(Level.TODO),
                None if file.is_record else Suggested(app),
            )
