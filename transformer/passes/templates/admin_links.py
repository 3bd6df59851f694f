"""A link to an admin page of the user: `<a href="/admin/auth/user/">`.

What it does: rewrites links to the user's admin pages, in text, attributes, scripts and strings of
tags.

Why it breaks: the admin builds its addresses from app and model, so the list of users moves from
`/admin/auth/user/` to `/admin/users/user/`, and the old address is not found.

What is edited: links below `/admin/` and behind `{% url 'admin:index' %}`. With another prefix, or
a host spelled out, they are only edited with `--suggested`.

What is reported: what is not edited.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.passes.templates.lexing import Piece, PieceKind, Quoted
from transformer.passes.templates.template import Template
from transformer.spellings.admin_addresses import PAGE, addresses

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


@rule.on(Piece)
def text(piece: Piece, file: Template) -> None:
    if piece.kind is PieceKind.TEXT:
        links(piece.source, piece.start, file)
        if PAGE.match(piece.source) and (tag := file.before(piece)) and tag.is_code:
            report(piece.start, file, certain=b"admin:index" in tag.source)


@rule.on(Quoted)
def string(string: Quoted, file: Template) -> None:
    links(file.view[string.start : string.end], string.start, file)


def links(source: bytes, start: int, file: Template) -> None:
    for address in addresses(source):
        report(start + address.start, file, certain=address.in_admin and not address.host)


def report(at: int, file: Template, certain: bool) -> None:
    app = file.options.app
    file.report(
        rule,
        at,
        at + len("auth"),
        "This address looks like the admin page of the user, which moves with its app.",
        f"If it leads to the admin, write …/{app}/user/ instead of …/auth/user/.",
        edit=Safe(app) if certain else Suggested(app),
    )
