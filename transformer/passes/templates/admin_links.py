"""A link to an admin page of the user: `<a href="/admin/auth/user/">`.

What it does: rewrites links to the user's admin pages, in text, attributes, scripts and strings of
tags.

Why it breaks: the admin builds its addresses from app and model, so the list of users moves from
`/admin/auth/user/` to `/admin/users/user/`, and the old address is not found.

What is edited: links below a prefix that speaks of the admin, such as `/admin/`, and behind a tag
that does, such as `{% url 'admin:index' %}`. Below a host that may be another project's they are
only edited with `--suggested`.

What is reported: what is not edited. Addresses without the admin are the project's own.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level
from transformer.passes.templates.lexing import Piece, PieceKind, Quoted
from transformer.passes.templates.template import Template
from transformer.spellings import Sure, admin_address

rule = Rule(
    __name__,
    "US605",
    "admin-link-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls",
    examples=(
        Example(
            '<a href="/admin/auth/user/{{ user.pk }}/change/">\n',
            '<a href="/admin/users/user/{{ user.pk }}/change/">\n',
            path="templates/base.html",
        ),
        Example(
            "<a href=\"{% url 'admin:index' %}auth/user/\">{{ site }}/admin/auth/user/\n",
            "<a href=\"{% url 'admin:index' %}users/user/\">{{ site }}/admin/users/user/\n",
            path="templates/base.html",
        ),
        Example(
            '<a href="https://example.org/admin/auth/user/">{{ x }}\n',
            path="templates/base.html",
            reports=("US605",),
        ),
        Example(
            '<a href="/admin/auth/user/">{{ x }}\n',
            '<a href="/admin/accounts/user/">{{ x }}\n',
            path="templates/base.html",
            options={"app": "accounts"},
        ),
        Example(
            "{{ x }} <!-- see admin/auth/user/add_form.html, /admin/auth/username/ -->\n",
            path="templates/base.html",
        ),
    ),
)


@rule.on(Piece, spelled=True)
def text(piece: Piece, file: Template) -> None:
    if piece.kind is PieceKind.TEXT:
        links(piece.source, piece.start, file)
        if admin_address.begins(piece.source):
            tag = file.before(piece)
            if tag and tag.is_code and b"admin" in tag.source.lower():
                at = piece.start + piece.source.index(b"auth")
                file.report(rule, at, at + len("auth"), edit=Safe(file.options.app))


@rule.on(Quoted, spelled=True)
def string(string: Quoted, file: Template) -> None:
    links(file.view[string.start : string.end], string.start, file)


def links(source: bytes, start: int, file: Template) -> None:
    message = "This address looks like the admin page of the user, which moves with its app."
    remedy = f"If it leads to the admin, write …/{file.options.app}/user/ instead of …/auth/user/."
    for mention in admin_address.find(source, file.facts):
        if mention.sure is not Sure.MENTION:
            file.tell(rule, mention, start, message, remedy, mention.sure is Sure.CERTAIN)
