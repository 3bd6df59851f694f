"""`has_module_perms("auth")` asks for the users app as well.

What it does: has `has_module_perms("auth")` ask for the users app as well.

Why it breaks: whoever may change users, but not groups, no longer has a permission in the app
`auth`; the answer turns to False.

What is edited: the call becomes `(user.has_module_perms("auth") or
user.has_module_perms("users"))`, which is true for the same people as before.

What is reported: a call that cannot be said twice: on several lines, awaited, or not made on a
plain name. With `--strategy graft` every call is, for the app has models of its own.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import last_name, literals
from transformer.codemod.passed_on import handed_over
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level

rule = Rule(
    __name__,
    "US318",
    "module-permissions-of-auth",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/auth/#django.contrib.auth.models.User.has_module_perms",
    also=("migrations",),
    examples=(
        diff(
            """\
                  def show_people(user):
                -     return not user.has_module_perms("auth")
                +     return not (user.has_module_perms("auth") or user.has_module_perms("users"))
                """,
        ),
        Example(
            title="a receiver that is computed",
            before="""\
                from operator import methodcaller

                asks = methodcaller("has_module_perms", "auth")


                def show_people(request):
                    return get_user(request).has_module_perms("auth")
                """,
            reports=("US318", "US318"),
        ),
        Example(
            title="both apps already, and another app",
            before="""\
                def show_people(user):
                    if user.has_module_perms("blog"):
                        return True
                    return user.has_module_perms("auth") or user.has_module_perms("users")
                """,
        ),
    ),
)

ASKING = frozenset({"has_module_perms", "ahas_module_perms"})
LEFT = "This asks for permissions in the app `auth`; those of the user are no longer there."


@rule.on(ast.Call, words=("has_module_perms",))
def handed_on(call: ast.Call, file: File) -> None:
    """``methodcaller("has_module_perms", "auth")`` and ``map(user.has_module_perms, …)``."""
    if not handed_over(file, call).isdisjoint(ASKING):
        for value in call.args:
            for literal in literals(file, value):
                if string(literal) == "auth":
                    file.report(rule, literal, LEFT, f"Ask for `{file.options.app}` as well.")


@rule.on(ast.Call, words=("has_module_perms",))
def has_module_perms(call: ast.Call, file: File) -> None:
    if last_name(call.func) not in ASKING:
        return
    label = argument(call, 0, "app_label")
    if label is None or string(label) != "auth" or asks_for_both(file, call):
        return
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    while isinstance(receiver, ast.Attribute):
        receiver = receiver.value
    simple = isinstance(receiver, ast.Name) and last_name(call.func) == "has_module_perms"
    source = file.text.segment(call)
    if not simple or file.options.strategy == "graft" or "\n" in source:
        file.report(rule, label, LEFT, f"Ask for `{file.options.app}` as well.")
        return
    start = file.text.start(label) - file.text.start(call)
    end = file.text.end(label) - file.text.start(call)
    raw = source.encode()
    written = file.text.segment(label).replace("auth", file.options.app)
    other = (raw[:start] + written.encode() + raw[end:]).decode()
    parent = file.parent(call)
    both = f"{source} or {other}"
    file.report(rule, call, edit=Safe(f"({both})" if binds_tighter(parent, call) else both))


def binds_tighter(parent: ast.AST | None, call: ast.Call) -> bool:
    """Whether an ``or`` in the place of ``call`` needs brackets."""
    if isinstance(parent, ast.BoolOp):
        return not isinstance(parent.op, ast.Or)
    if isinstance(parent, ast.Call):
        return call is parent.func
    return isinstance(parent, ast.expr) and not isinstance(parent, (ast.List, ast.Tuple, ast.Dict))


def asks_for_both(file: File, call: ast.Call) -> bool:
    """Whether the condition that the call is part of asks for the users app, too."""
    parent = file.parent(call)
    if not isinstance(parent, ast.BoolOp):
        return False
    return any(
        isinstance(part, ast.Call)
        and last_name(part.func) == last_name(call.func)
        and string(argument(part, 0, "app_label")) == file.options.app
        for part in parent.values
    )
