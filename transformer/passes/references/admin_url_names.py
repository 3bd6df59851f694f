"""Names of the user's admin pages: `reverse("admin:auth_user_changelist")`.

What it does: rewrites the names of the user's admin pages in strings, f-strings and formats.

Why it breaks: the admin names its pages after app and model, so that the old name raises
`NoReverseMatch`.

What is edited: every string with such a name. A page that the admin does not have by itself, in a
namespace that does not look like an admin site, and a name without a namespace are only edited with
`--suggested`; next to `url_name` the latter is certain. `auth_user_password_change` stays, because
`UserAdmin` spells it out, and so does a name that the project gives a page itself.

What is reported: what is not edited.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import in_f_string, is_docstring, last_name
from transformer.codemod.rules import Example, Rule, Safe, Suggested, diff
from transformer.findings import Level
from transformer.spellings import Sure, admin_url_name

rule = Rule(
    __name__,
    "US319",
    "admin-url-name-of-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#reversing-admin-urls",
    examples=(
        diff(
            """\
                  from django.shortcuts import redirect
                  from django.urls import reverse


                  def people(request, user, action):
                -     print(reverse('admin:auth_user_changelist'), f"admin:auth_user_{action}")
                -     print(reverse("admin:auth_user_%s" % action, args=[user.pk]))
                -     print(reverse("admin:%s_%s_change" % ("auth", "user"), args=[user.pk]))
                -     if request.resolver_match.url_name == "auth_user_add":
                +     print(reverse('admin:users_user_changelist'), f"admin:users_user_{action}")
                +     print(reverse("admin:users_user_%s" % action, args=[user.pk]))
                +     print(reverse("admin:%s_%s_change" % ("users", "user"), args=[user.pk]))
                +     if request.resolver_match.url_name == "users_user_add":
                          return None
                -     return redirect("admin:auth_user_change", user.pk)
                +     return redirect("admin:users_user_change", user.pk)
                """,
        ),
        diff(
            """\
                  from django.urls import reverse

                - print(reverse("staff:auth_user_changelist"), reverse("staff:auth_user_import"))
                + print(reverse("staff:users_user_changelist"), reverse("staff:auth_user_import"))
                """,
            title="another namespace",
            reports=("US319",),
        ),
        Example(
            title="names that stay, and names of other pages",
            before="""\
                from django.urls import path, reverse

                urls = [path("invite/", print, name="auth_user_invite")]
                print(reverse("admin:auth_user_password_change", args=[1]))
                print(reverse("admin:auth_user_invite"))
                print(reverse("admin:auth_group_changelist"), reverse("auth_user"))
                """,
        ),
    ),
)

REVERSE = (
    "django.urls.reverse",
    "django.urls.reverse_lazy",
    "django.core.urlresolvers.reverse",
    "django.core.urlresolvers.reverse_lazy",
)
FORMATTED = re.compile(r"\w*:(%s_%s|\{\w*\}_\{\w*\})_\w+")


@rule.on(ast.Constant, ast.JoinedStr, priority=1)
def url_name(node: ast.Constant | ast.JoinedStr, file: File) -> None:
    text = text_of(node)
    if text is None or "_" not in text or in_f_string(file, node) or is_docstring(file, node):
        return
    if FORMATTED.fullmatch(text):
        formatted(node, file)
        return
    mention = admin_url_name.whole(text, file.index)
    if mention is None:
        if "auth" in text and is_name_of_page(file, node):
            file.claim(rule, node)
        return
    new = f"{file.options.app}_user_"
    asked_for = ":" not in text and beside_url_name(file, node)
    if asked_for or mention.sure is Sure.CERTAIN:
        file.report(rule, node, edit=Safe(new, part="auth_user_"))
    else:
        message = "This looks like the name of an admin page of the user, which changes."
        remedy = f"Write `{new}…` for `auth_user_…` if it is."
        file.report(rule, node, message, remedy, edit=Suggested(new, part="auth_user_"))


def is_name_of_page(file: File, node: ast.Constant | ast.JoinedStr) -> bool:
    """Whether a literal is what ``reverse`` looks up: then it names neither a table nor a label."""
    call = file.parent(node)
    return isinstance(call, ast.Call) and node in call.args[:1] and file.means(call.func, *REVERSE)


def formatted(node: ast.expr, file: File) -> None:
    """``"admin:%s_%s_change" % ("auth", "user")``, and the same with ``format``."""
    parent = file.parent(node)
    parts: list[ast.expr] = []
    if isinstance(parent, ast.BinOp) and isinstance(parent.right, ast.Tuple):
        parts = parent.right.elts
    elif isinstance(parent, ast.Attribute) and parent.attr == "format":
        call = file.parent(parent)
        parts = call.args if isinstance(call, ast.Call) else []
    if [string(part) for part in parts[:2]] == ["auth", "user"]:
        file.report(rule, parts[0], edit=Safe(file.options.app, part="auth"))


def beside_url_name(file: File, node: ast.AST) -> bool:
    """Whether a literal is compared with the name of the page that is asked for."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.Compare):
            sides = (parent.left, *parent.comparators)
            return any(last_name(side) == "url_name" for side in sides)
        if not isinstance(parent, (ast.List, ast.Tuple, ast.Set)):
            return False
    return False
