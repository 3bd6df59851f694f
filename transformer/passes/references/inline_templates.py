"""Templates in Python strings: `Template("{% if perms.auth.change_user %}…")`.

What it does: rewrites permissions of the user and names of the user's admin pages in every string
that holds a tag or a variable of a template.

Why it breaks: as in a template's own file. `perms.auth.change_user` is silently false, and `{% url
'admin:auth_user_changelist' %}` raises `NoReverseMatch`.

What is edited: the label in the tag.

What is reported: a string that is not written in one piece, so that the place cannot be found in
it. A text that is compared with what a page shows, and that stands between `verbatim` tags of a
template, stays: a `note`.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, text_of
from transformer.codemod.literals import is_docstring, last_name
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.spellings import Mention, Sure, admin_url_name, permission

rule = Rule(
    __name__,
    "US330",
    "template-in-python",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/default/#permissions",
    examples=(
        Example(
            before="""\
                from django.template import Template

                LINK = Template(
                    "{% if perms.auth.change_user or 'auth.add_user' in perms %}"
                    "<a href=\\"{% url 'admin:auth_user_add' %}\\">{{ perms.auth.add_group }}</a>"
                    "{% endif %}"
                )
                """,
            after="""\
                from django.template import Template

                LINK = Template(
                    "{% if perms.users.change_user or 'users.add_user' in perms %}"
                    "<a href=\\"{% url 'admin:users_user_add' %}\\">{{ perms.auth.add_group }}</a>"
                    "{% endif %}"
                )
                """,
        ),
        diff(
            """\
                - assert "{% if perms.auth.add_user %}" in source
                + assert "{% if perms.users.add_user %}" in source
                  assert "{{ perms.auth.change_user }}" in page
                  assertContains(response, "{{ perms.auth.change_user }}")
                  Template("{% verbatim %}{{ perms.auth.add_user }}{% endverbatim %}")
                """,
            title="what a template shows as it is",
            path="blog/tests.py",
            files={
                "blog/templates/page.html": "{% verbatim %}{{ perms.auth.change_user }}"
                "{% endverbatim %}{% if perms.auth.add_user %}x{% endif %}\n"
            },
            reports=("US330", "US330", "US349"),
        ),
        Example(
            title="groups, the password page, and no template",
            before="""\
                from django.template import Template

                LINK = Template("{% url 'admin:auth_user_password_change' user.pk %}")
                TEXT = Template("{% if perms.auth.view_group %}groups{% endif %}")
                """,
        ),
    ),
)

ASKED = re.compile(r"(?:\bperms\.|['\"])\Z")
ONE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
VERBATIM = re.compile(r"\{%-?\s*(verbatim|raw)\b.*?\{%-?\s*end(?:verbatim|raw)\b", re.DOTALL)
TAG = re.compile(r"\{%.*%\}|\{\{.*\}\}", re.DOTALL)


@rule.on(ast.Constant)
def template(node: ast.Constant, file: File) -> None:
    text = text_of(node)
    if text is None or "auth" not in text or not TAG.search(text):
        return
    if is_docstring(file, node) or isinstance(file.parent(node), ast.JoinedStr):
        return
    found = named(text, file)
    if not found or file.claimed(node):
        return
    if file.ignored(node, rule):
        file.claim(rule, node)
        return
    if is_shown_as_it_is(file, node, text):
        message = "A template shows this text between `verbatim` tags, and it stays there."
        file.report(rule, node, message, level=Level.NOTE)
        return
    source, start = file.text.segment(node), file.text.start(node)
    places = named(source, file)
    if [mention.text for mention in places] != [mention.text for mention in found]:
        remedy = f"Write `{file.options.app}` for `auth` there."
        file.report(rule, node, "This template names the auth user in a way not followed.", remedy)
        return
    for mention in places:
        at = start + len(source[: mention.at].encode())
        file.replace_bytes(rule, at, at + len(mention.old), file.options.app)
    file.claim(rule, node)


def named(text: str, file: File) -> list[Mention]:
    """The permissions and admin pages of the user that a template asks for."""
    shown = [found.span() for found in VERBATIM.finditer(text)]
    found = [
        *(m for m in admin_url_name.find(text, file.index) if m.sure is Sure.CERTAIN),
        *(m for m in permission.find(text, file.index) if ASKED.search(text[: m.start])),
    ]
    found = [m for m in found if not any(start <= m.at < end for start, end in shown)]
    return sorted(found, key=lambda mention: mention.at)


def is_shown_as_it_is(file: File, node: ast.Constant, text: str) -> bool:
    """Whether a text is compared, and all its tags stand in what a template shows as it is."""
    compared = any(
        isinstance(parent, ast.Compare)
        or (isinstance(parent, ast.Call) and last_name(parent.func).lower().startswith("assert"))
        for parent in file.ancestors(node)
    )
    tags = [tag for tag in ONE_TAG.findall(text) if "auth" in tag]
    return (
        compared
        and bool(tags)
        and all(any(tag in block for block in file.index.verbatim) for tag in tags)
    )
