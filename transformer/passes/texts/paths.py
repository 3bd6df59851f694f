"""The path `auth/user` in a text file.

What it does: looks for the path `auth/user` in text files.

Why it breaks: it may be the name of a template that moved with the user's app, or an address of the
project's own (`/api/auth/user/`), which stays.

What is edited: the name of a template that moved, where a value is that and nothing else. Elsewhere
it is only edited with `--suggested`. Names of other templates stay.

What is reported: what is not edited; addresses as a `note`. Where a translation comes from (`#:
templates/…`) is nothing to look at: the next `makemessages` writes it anew.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import Mention, Sure, admin_address, template_name

rule = Rule(
    __name__,
    "US809",
    "path-in-text",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#overriding-admin-templates",
    examples=(
        Example("fetch('/api/auth/user/')\n", path="static/api.js", reports=("US809",)),
        Example(
            "See `auth/user_list.html`.\n",
            "See `users/user_list.html`.\n",
            path="docs/howto.md",
            options={"suggested": True},
            files={"templates/users/user_list.html": "x\n"},
            reports=("US809",),
        ),
        Example('msgid "See /api/auth/user/."\n', path="a.po", reports=("US809",)),
        Example("See `auth/user_list.html`.\n", path="docs/howto.md", title="no such template"),
        Example("#: templates/auth/user_list.html:3\n", path="a.po"),
        Example(
            '{% extends "admin/auth/user/change_form.html" %}\n',
            path="templates/admin/users/user/change_form.html",
            title="a page that extends an installed package's",
        ),
        Example("fetch('/auth/users/')\n", path="static/api.js"),
    ),
)


@rule.on(PlainText, words=("auth/user",))
def addresses(file: PlainText) -> None:
    for mention in admin_address.find(file.view, file.facts):
        if mention.sure is Sure.MENTION and not is_source_of_translation(file, mention):
            message = "The path auth/user stands here."
            remedy = "Nothing is to be done if it is an address of your own."
            file.tell(rule, mention, message, remedy)


@rule.on(PlainText, words=("auth/user",))
def templates(file: PlainText) -> None:
    for mention in template_name.find(file.view, file.facts):
        new = mention.rewritten(file.options)
        if f"/{file.path}".endswith(f"/{new}"):
            continue  # it stands in front of the one that it names, which is a package's
        if new in file.facts.templates and not is_source_of_translation(file, mention):
            message = f"The template {mention.text} is named here."
            file.tell(rule, mention, message, f"It moved: write {new}.")


def is_source_of_translation(file: PlainText, mention: Mention) -> bool:
    return file.kind is Kind.TRANSLATION and file.before(mention.start).startswith(b"#:")
