"""All permissions of app auth at once: `{% with p=perms.auth %}`, `{% if perms.auth %}`.

What it does: looks at `perms.auth` where it stands for all permissions of the app.

Why it breaks: `perms.auth` asks whether the user has any permission in `auth`; who has only
permissions on users has none there after the migration. As a variable it hides which permissions
are asked for later.

What is edited: `{% with p=perms.auth %}`, where everything that its block asks of the variable is a
permission of the user. The rest is only edited with `--suggested`.

What is reported: the rest.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.passes.templates.lexing import Piece, PieceKind
from transformer.passes.templates.template import Template

rule = Rule(
    __name__,
    "US603",
    "app-permissions-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/default/#permissions",
    examples=(
        Example(
            "{% with p=perms.auth %}{{ p.add_user }} {{ p.change_user }}{% endwith %}\n",
            "{% with p=perms.users %}{{ p.add_user }} {{ p.change_user }}{% endwith %}\n",
            path="templates/base.html",
        ),
        Example(
            "{% with p=perms.auth %}{% if p.add_user and p.add_group %}x{% endif %}{% endwith %}\n",
            path="templates/base.html",
            reports=("US603",),
        ),
        Example(
            "{% if perms.auth %}x{% endif %}\n",
            path="templates/base.html",
            reports=("US603",),
        ),
        Example("{{ perms.authors }}\n", path="templates/base.html"),
    ),
)

_BARE = re.compile(
    rb"(?<![\w.])perms\s*(?:\.\s*(?P<name>auth)\b|\[\s*(['\"])(?P<string>auth)\2\s*\])(?!\s*[.\[])"
)
_BOUND = re.compile(rb"(\w+)\s*=\s*perms\.auth\b|\bperms\.auth\s+as\s+(\w+)")


@rule.on(Piece, spelled=True)
def permissions(piece: Piece, file: Template) -> None:
    for found in _BARE.finditer(piece.source) if piece.is_code else ():
        if piece.code[found.start() : found.start() + 5] != b"perms":
            continue
        group, app = "name" if found["name"] else "string", file.options.app
        file.report(
            rule,
            piece.start + found.start(group),
            piece.start + found.end(group),
            f"perms.auth stands for all permissions in app auth; those on users move to {app}.",
            f"Ask for perms.{app} where the user is meant, for both where any is meant.",
            edit=Safe(app) if _only_of_user(piece, file) else Suggested(app),
        )


def _only_of_user(piece: Piece, file: Template) -> bool:
    """Whether the block of ``{% with x=perms.auth %}`` asks only permissions of the user of x."""
    bound = _BOUND.findall(piece.code)
    if piece.tag != "with" or file.is_jinja or len(bound) != 1:
        return False
    variable = re.compile(rb"(?<![\w.])" + (bound[0][0] or bound[0][1]) + rb"\b(?:\.(\w+))?")
    depth = 1
    used: set[str] = set()
    for inner in file.pieces[file.index(piece) + 1 :]:
        if inner.kind is not PieceKind.TEXT and inner.tag in {"include", "block", "extends"}:
            return False  # another template sees the variable
        depth += (inner.tag == "with") - (inner.tag == "endwith")
        if depth == 0:
            return bool(used) and used <= file.facts.codenames
        if inner.is_code:
            used |= {name.decode() for name in variable.findall(inner.code)}
    return False
