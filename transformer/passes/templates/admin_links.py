"""A link to an admin page of the user: `<a href="/admin/auth/user/">`.

The admin builds its addresses from app and model, so the list of users moves from
`/admin/auth/user/` to `/admin/users/user/`, and the old address is not found.

Links below `/admin/` and behind `{% url 'admin:index' %}` are rewritten, in text, attributes,
scripts and strings of tags. Another prefix, or a host spelled out, makes the edit a suggestion.
"""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.matches import Match
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.templates.lexing import PieceKind
from transformer.passes.templates.template import Names, Template
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


def matches(template: Template, names: Names) -> Iterator[Match]:
    previous = None
    for piece in template.pieces:
        if piece.kind is PieceKind.TEXT:
            yield from _links(piece.source, piece.start, names)
            if previous is not None and previous.is_code and PAGE.match(piece.source):
                yield _match(piece.start, names, certain=b"admin:index" in previous.source)
        for string in piece.strings:
            yield from _links(template.source[string.start : string.end], string.start, names)
        previous = piece


def _links(source: bytes, start: int, names: Names) -> Iterator[Match]:
    for address in addresses(source):
        certain = address.in_admin and not address.host
        yield _match(start + address.start, names, certain)


def _match(at: int, names: Names, certain: bool) -> Match:
    return Match(
        rule,
        at,
        at + len(b"auth"),
        "This address looks like the admin page of the user, which moves with its app.",
        f"If it leads to the admin, write …/{names.app}/user/ instead of …/auth/user/.",
        names.label,
        certain,
    )
