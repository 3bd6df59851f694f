"""On Django before 2.2, permissions of a proxy of the user are permissions of the user's app.

What it does: finds proxies of the user in projects on Django before 2.2.

Why it breaks: before Django 2.2, `Staff(User)` with `proxy = True` has its permissions under the
content type of `User`, so that `auth.add_staff` is called `users.add_staff` afterwards. Since 2.2 a
proxy has a content type of its own (ticket #11154), and nothing changes.

What is edited: nothing.

What is reported: each such proxy.
"""

from __future__ import annotations

import ast

from transformer.codemod.classes import lineage, member, value
from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.semantics.resolve import AUTH_USER, CUSTOM_USER

rule = Rule(
    __name__,
    "US366",
    "permissions-of-user-proxy",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/releases/2.2/#permissions-for-proxy-models",
    examples=(
        Example(
            path="blog/models.py",
            before="""\
                from django.contrib.auth import get_user_model


                class Staff(get_user_model()):
                    class Meta:
                        proxy = True
                """,
            files={"requirements.txt": "django==2.1.15\n"},
            reports=("US366",),
        ),
        Example(
            title="nothing changes on a newer Django",
            path="blog/models.py",
            before="""\
                from django.contrib.auth import get_user_model


                class Staff(get_user_model()):
                    class Meta:
                        proxy = True
                """,
            files={"requirements.txt": "django==2.2.28\n"},
        ),
    ),
)


@rule.on(ast.ClassDef, words=("proxy",))
def proxy(node: ast.ClassDef, file: File) -> None:
    django = file.project.django
    if django is None or django.series >= (2, 2):
        return
    meta = member(node, "Meta")
    is_proxy = value(meta, "proxy") if isinstance(meta, ast.ClassDef) else None
    if not isinstance(is_proxy, ast.Constant) or is_proxy.value is not True:
        return
    if any(dotted in (AUTH_USER, CUSTOM_USER) for dotted, _ in lineage(file, node)):
        name, app = node.name.lower(), file.options.app
        file.report(
            rule,
            node,
            f"Django {django.version} keeps the permissions of this proxy with those of the user: "
            f"`auth.add_{name}` becomes `{app}.add_{name}`.",
            "See that the code which asks for these permissions, or grants them, says so.",
        )
