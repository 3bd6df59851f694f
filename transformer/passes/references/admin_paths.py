"""Addresses of the user's admin pages: `client.get("/admin/auth/user/")`.

What it does: rewrites addresses of the user's admin pages in strings.

Why it breaks: the page moves to `/admin/users/user/`; the old address answers 404.

What is edited: an address of which the part before `auth/user/`, or the name in front of it, speaks
of the admin. Inside a longer text, or below a host that may be another project's, it is only edited
with `--suggested`. Other addresses that end in `auth/user/` are the project's own; names of
templates are the templates pass's.

What is reported: an address that is not edited.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import in_f_string, is_docstring, last_name
from transformer.codemod.rules import Example, Rule, Safe, Suggested, diff
from transformer.findings import Level
from transformer.passes.references.composed import composed_of, composed_text
from transformer.spellings import Sure, admin_address

rule = Rule(
    __name__,
    "US320",
    "admin-address-of-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls",
    examples=(
        diff(
            """\
                  def test_pages(client, settings, pk):
                -     client.get("/admin/auth/user/")
                -     client.get(f"http://testserver/my-admin/auth/user/{pk}/change/?next=1")
                -     client.get(settings.ADMIN_URL + "auth/user/add/")
                -     client.get(f"/{settings.ADMIN_URL}auth/user/{pk}/")
                -     client.get("/admin/auth/user")
                -     client.get("/admin/%s/%s/" % ("auth", "user"))
                -     client.get("/".join(["", "admin", "auth", "user", ""]))
                +     client.get("/admin/users/user/")
                +     client.get(f"http://testserver/my-admin/users/user/{pk}/change/?next=1")
                +     client.get(settings.ADMIN_URL + "users/user/add/")
                +     client.get(f"/{settings.ADMIN_URL}users/user/{pk}/")
                +     client.get("/admin/users/user")
                +     client.get("/admin/%s/%s/" % ("users", "user"))
                +     client.get("/".join(["", "admin", "users", "user", ""]))
                """,
        ),
        Example(
            title="inside a text, and below another host",
            before="""\
                TEXT = "Open <a href='/admin/auth/user/'>the list</a>."
                LINK = "https://example.org/admin/auth/user/"
                """,
            reports=("US320", "US320"),
        ),
        Example(
            title="groups, the project's own pages, and templates",
            before="""\
                def test_pages(client):
                    client.get("/admin/auth/group/")
                    client.get("/admin/auth/userprofile/")
                    return "admin/auth/user/add_form.html"
                """,
        ),
    ),
)


@rule.on(ast.Constant, ast.JoinedStr)
def address(node: ast.Constant | ast.JoinedStr, file: File) -> None:
    text = text_of(node)
    if text is None or "auth/user" not in text:
        return
    if in_f_string(file, node) or is_docstring(file, node):
        return
    new = f"{file.options.app}/user"
    found = [m for m in admin_address.find(text, file.index) if m.sure is not Sure.MENTION]
    if not found and not follows_admin(file, node):
        return
    alone = text.count("auth/user") == 1 and not re.search(r"\s", text)
    if alone and all(mention.sure is Sure.CERTAIN for mention in found):
        file.report(rule, node, edit=Safe(new, part="auth/user"))
    else:
        message = "This text holds the address of the user's admin pages, which moves."
        remedy = f"Write `{new}` for `auth/user`."
        file.report(rule, node, message, remedy, edit=Suggested(new, part="auth/user"))


@rule.on(ast.BinOp, ast.Call, priority=1, spelled=True)
def composed(node: ast.BinOp | ast.Call, file: File) -> None:
    """``"/admin/%s/%s/" % ("auth", "user")``, and what else puts an address together."""
    parts = composed_of(node)
    app = next((part for part in parts if string(part) == "auth"), None)
    if app is None or isinstance(file.parent(node), ast.BinOp):
        return
    found = list(admin_address.find(composed_text(node), file.index))
    if len(found) == 1 and found[0].sure is Sure.CERTAIN:
        file.report(rule, app, edit=Safe(file.options.app, part="auth"))


def follows_admin(file: File, node: ast.expr) -> bool:
    """Whether what stands in front of ``auth/user`` is called after the admin."""
    before: ast.AST | None = None
    if isinstance(node, ast.JoinedStr):
        for first, second in zip(node.values, node.values[1:], strict=False):
            text = text_of(second)
            if isinstance(first, ast.FormattedValue) and text and admin_address.begins(text):
                before = first.value
    parent = file.parent(node)
    text = text_of(node) or ""
    if isinstance(parent, ast.BinOp) and parent.right is node and admin_address.begins(text):
        before = parent.left
        while isinstance(before, ast.BinOp):
            before = before.right
    if before is None:
        return False
    return "admin" in (text_of(before) or last_name(before)).lower()
