"""A spelling of the user that is put together from parts, some of them held by names.

What it does: looks at texts that a format, an f-string, a `join` or a sum puts together, with what
the names in them hold: `"%s.add_user" % app`, `f"/admin/{'auth'}/user/"`, `apps.get_model(label,
model)` below `label, model = "auth", "user"`.

Why it breaks: no part of it alone names the user, and the whole does: a label, a permission, the
name of a template, an address of the admin. After the switch it leads nowhere.

What is edited: the app, where it is a string of its own in the text, and the whole is nothing else.

What is reported: the other texts, with what they come to.
"""

from __future__ import annotations

import ast
from itertools import product

from transformer.codemod.file import File, string
from transformer.codemod.literals import last_name, owner
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.composed import filled
from transformer.spellings import (
    FIELD,
    Mention,
    Sure,
    admin_address,
    admin_url_name,
    content_type,
    dotted_path,
    model_label,
    permission,
    template_name,
)

rule = Rule(
    __name__,
    "US332",
    "put-together",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                  def links(kind):
                -     yield f"/admin/{'auth'}/user/"
                +     yield f"/admin/{'users'}/user/"
                """,
            title="the app is a string of its own",
        ),
        Example(
            title="the app is held by a name",
            before="""\
                APP = "auth"


                def may(user):
                    return user.has_perm("%s.add_user" % APP) or user.has_perm(f"{APP}.view_user")
                """,
            reports=("US332", "US332"),
        ),
        Example(
            title="a name that a loop or an assignment of several gives its value",
            before="""\
                label, model = "auth", "user"
                codes = [f"{label}.{action}_user" for action in ("add", "change")]
                kinds = {f"auth.{name}": 1 for name in ("user", "group")}
                """,
            reports=("US316", "US332", "US332"),
        ),
        Example(
            title="the app is part of the format",
            before='page = "auth/%s_list.html" % "user"\n',
            reports=("US332",),
        ),
        Example(
            title="the app is held by a name of another module, or of a class",
            files={"blog/__init__.py": "", "blog/names.py": 'class Names:\n    APP = "auth"\n'},
            path="blog/rights.py",
            before="""\
                from blog.names import Names


                def may(user, apps):
                    apps.get_model(Names.APP, "User")
                    apps.get_model(Names.APP, "Group")
                    return user.has_perm(f"{Names.APP}.view_user") or f"{Names.APP}.add_group"
                """,
            reports=("US332", "US332", "US349"),
        ),
        Example(
            title="other models, other texts, and names with more than one value",
            before="""\
                APP = "auth"
                perms = ["%s.add_group" % APP, f"{APP}.change_permission"]
                where = "/api/%s/login/" % APP
                label = "blog"
                label = "auth" if label else ""
                text = f"{label}.add_user"
                """,
        ),
    ),
)

_MOST = 16
_DEPTH = 4
_FINDS = (
    permission.find,
    model_label.find,
    admin_url_name.find,
    admin_address.find,
    content_type.find,
    dotted_path.find,
    template_name.find,
)


# After what is said of each literal by itself.
@rule.on(File, priority=-1)
def composed(file: File) -> None:
    constants = (name.encode() for name in file.index.app_constants)
    if not file.mentions(b"auth") and not any(map(file.mentions, constants)):
        return
    for node in file.places():
        if not isinstance(node, _COMPOSING) or not _is_composed(file, node):
            continue
        parent = file.parent(node)
        if _is_composed(file, parent):
            continue
        if isinstance(node, ast.FormattedValue) or isinstance(parent, ast.FormattedValue):
            continue
        assert isinstance(node, ast.expr)
        inner = [part for part in ast.walk(node) if isinstance(part, ast.Constant | ast.JoinedStr)]
        if any(file.claimed(part) for part in inner):
            continue
        for text in dict.fromkeys(texts(file, node)):
            if "auth" in text and (mention := _mention(text, file)):
                _report(file, node, text, mention)
                break


_COMPOSING = (ast.JoinedStr, ast.BinOp, ast.Call)


def _is_composed(file: File, node: ast.AST | None) -> bool:
    match node:
        case ast.JoinedStr(values=values):
            return any(isinstance(part, ast.FormattedValue) for part in values)
        case ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="format" | "join")):
            return True
        case ast.Call(func=ast.Attribute(attr="get_model"), args=[ast.Name(), ast.Name()]):
            return True
        case ast.Call(func=ast.Attribute(attr="get_model"), args=[app, _]):
            return is_app_constant(file, app)
    return False


def is_app_constant(file: File, node: ast.expr) -> bool:
    """Whether a name or an attribute is the label ``auth`` that another module, or a class, has."""
    if last_name(node) not in file.index.app_constants:
        return False
    return isinstance(node, ast.Attribute) or (
        isinstance(node, ast.Name) and not _values(file, node)
    )


def _mention(text: str, file: File) -> Mention | None:
    found = (next(iter(find(text, file.index)), None) for find in _FINDS)
    return next((each for each in found if each and each.sure is not Sure.MENTION), None)


def _report(file: File, node: ast.expr, text: str, mention: Mention) -> None:
    app = file.options.app
    apps = [part for part in ast.walk(node) if string(part) == "auth"]
    whole = text.strip("/") == mention.text.strip("/")
    if len(apps) == 1 and whole and mention.sure is Sure.CERTAIN and mention.old == "auth":
        file.report(rule, apps[0], edit=Safe(app, part="auth"))
        return
    shown = text.replace(FIELD, "…")
    file.report(
        rule,
        node,
        f"This comes to `{shown}`, which names the user by its old app.",
        f"Have it come to that of `{app}`, and leave what it says of other models.",
    )


def texts(file: File, node: ast.expr, depth: int = _DEPTH) -> list[str]:
    """What an expression can come to, :data:`FIELD` for what is not known; at most a few."""
    parts: list[ast.expr] = []
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return _joined("", [texts(file, part, depth) for part in parts])
        case ast.FormattedValue(value=value, format_spec=None):
            return texts(file, value, depth)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined("", [texts(file, left, depth), texts(file, right, depth)])
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod(), right=ast.Dict(values=parts)):
            return _filled(file, node, parts, depth)
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod(), right=ast.Tuple(elts=parts)):
            return _filled(file, node, parts, depth)
        case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod(), right=right):
            return _filled(file, node, [right], depth)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="format")):
            parts = [*node.args, *(keyword.value for keyword in node.keywords)]
            return _filled(file, node, parts, depth)
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join"),
            args=[ast.List(elts=parts) | ast.Tuple(elts=parts)],
        ):
            return _joined(between, [texts(file, part, depth) for part in parts])
        case ast.Call(func=ast.Attribute(attr="get_model"), args=[app, model]):
            return _joined(".", [texts(file, app, depth), texts(file, model, depth)])
        case ast.Call(func=ast.Name(id="str"), args=[value]):
            return texts(file, value, depth)
        case ast.Name() if depth:
            values = _values(file, node)
            found = [text for value in values for text in texts(file, value, depth - 1)]
            if found:
                return found[:_MOST]
    if is_app_constant(file, node):
        return ["auth"]
    return [FIELD]


def _joined(between: str, parts: list[list[str]]) -> list[str]:
    return [between.join(each) for each, _ in zip(product(*parts), range(_MOST), strict=False)]


def _filled(file: File, node: ast.expr, parts: list[ast.expr], depth: int) -> list[str]:
    """The texts of a format with each combination of what its parts come to."""
    choices = [texts(file, part, depth) for part in parts]
    found = []
    for chosen, _ in zip(product(*choices), range(_MOST), strict=False):
        known = dict(zip(parts, chosen, strict=True))
        found.append(filled(node, parts, known.__getitem__))
    return found


def _values(file: File, node: ast.Name) -> list[ast.expr]:
    """What a name holds: of one assignment, also one of several names, or of a loop."""
    scope = owner(file, node)
    bindings = scope.bindings.get(node.id, []) if scope else []
    if len(bindings) != 1:
        return []
    if bindings[0].value is not None:
        return [bindings[0].value]
    target: ast.AST = bindings[0].node
    parent = file.parent(target)
    at = None
    if isinstance(parent, ast.Tuple | ast.List):
        at = next(n for n, each in enumerate(parent.elts) if each is target)
        target, parent = parent, file.parent(parent)
    match parent:
        case ast.Assign(value=value) if at is not None:
            return _at(value, at)
        case ast.For(iter=looped) | ast.comprehension(iter=looped):
            if parent.target is not target:
                return []
            if isinstance(looped, ast.Name):
                looped = next(iter(_values(file, looped)), looped)
            items = looped.elts if isinstance(looped, ast.List | ast.Tuple | ast.Set) else []
            return items if at is None else [one for each in items for one in _at(each, at)]
    return []


def _at(value: ast.expr, at: int) -> list[ast.expr]:
    elements = value.elts if isinstance(value, ast.Tuple | ast.List) else []
    return elements[at : at + 1]
