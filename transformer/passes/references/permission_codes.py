"""Permission codes of the user: `has_perm("auth.change_user")`.

What it does: rewrites permission codes of the user: those of the four default permissions, of the
ones that the project itself creates for the user's content type, and those that a check asks for
and that end in the name of the model, such as `auth.impersonate_user`.

Why it breaks: the permissions on the user carry the label of its app, as `users.change_user` does.
Asked for by the old name, the answer is False for everybody but superusers, and no error says why.

What is edited: the label, wherever the name of a function, an argument, an attribute, a variable or
a key speaks of permissions: `has_perm`, `permission_required`, `perms_map`, `assign_perm`, a
constant that one of these gets, an argument that a function or decorator of the project passes on
to one. Elsewhere it is only edited with `--suggested`; so is another code with the label `auth`
that a check asks for.

What is reported: what is not edited.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import in_f_string, is_docstring, last_name, owner
from transformer.codemod.passed_on import destinations, handed_over
from transformer.codemod.rules import Example, Rule, Safe, Suggested, diff
from transformer.findings import Level
from transformer.passes.references.composed import composed_of, composed_text
from transformer.semantics.resolve import CUSTOM_USER
from transformer.spellings.permission import (
    STAYING_CODENAMES,
    codename_in_auth,
    is_named_like_the_users,
    is_permission,
    speaks_of_permissions,
)

rule = Rule(
    __name__,
    "US317",
    "permission-of-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/default/#default-permissions",
    also=("migrations",),
    examples=(
        Example(
            before="""\
                from django.contrib.auth.decorators import permission_required, user_passes_test
                from django.contrib.auth.mixins import PermissionRequiredMixin

                EDIT = "auth.change_user"


                class People(PermissionRequiredMixin):
                    permission_required = ("auth.view_user", "auth.view_group")


                @permission_required("auth.add_user", raise_exception=True)
                def invite(request):
                    return request.user.has_perm(EDIT) or request.user.has_perms(["auth.add_user"])


                @user_passes_test(lambda user: user.has_perm('auth.delete_user'))
                def remove(request, action="delete"):
                    return request.user.has_perm(f"auth.{action}_user")
                """,
            after="""\
                from django.contrib.auth.decorators import permission_required, user_passes_test
                from django.contrib.auth.mixins import PermissionRequiredMixin

                EDIT = "users.change_user"


                class People(PermissionRequiredMixin):
                    permission_required = ("users.view_user", "auth.view_group")


                @permission_required("users.add_user", raise_exception=True)
                def invite(request):
                    return request.user.has_perm(EDIT) or request.user.has_perms(["users.add_user"])


                @user_passes_test(lambda user: user.has_perm('users.delete_user'))
                def remove(request, action="delete"):
                    return request.user.has_perm(f"users.{action}_user")
                """,
        ),
        diff(
            """\
                  class Rights:
                -     perms_map = {"GET": ["auth.view_user"], "PUT": ["%(app_label)s.x"]}
                +     perms_map = {"GET": ["users.view_user"], "PUT": ["%(app_label)s.x"]}


                - MENU = [{"title": "People", "permissions": ["auth.view_user"]}]
                + MENU = [{"title": "People", "permissions": ["users.view_user"]}]
                """,
            title="maps and menus",
        ),
        diff(
            """\
                  def may(user):
                -     return user.has_perm("auth.ban_user")
                +     return user.has_perm("users.ban_user")
                """,
            title="a permission that the project created",
            files={
                "blog/setup.py": """\
                    from django.contrib.auth import get_user_model
                    from django.contrib.auth.models import Permission
                    from django.contrib.contenttypes.models import ContentType

                    kind = ContentType.objects.get_for_model(get_user_model())
                    Permission.objects.create(codename="ban_user", content_type=kind)
                    """
            },
        ),
        diff(
            """\
                  from django.contrib.auth.decorators import permission_required as needs
                  from guardian.shortcuts import get_objects_for_user


                - @needs("auth.add_user", raise_exception=True)
                + @needs("users.add_user", raise_exception=True)
                  def add(request):
                -     return get_objects_for_user(request.user, "auth.change_user")
                +     return get_objects_for_user(request.user, "users.change_user")
                """,
            title="a decorator under another name, and a function of guardian",
        ),
        diff(
            """\
                  from functools import partial
                  from operator import methodcaller

                  from django.contrib.auth.decorators import permission_required

                  from blog.rights import Rule, any_of, needs

                  guarded = partial(permission_required, raise_exception=True)
                - MAY = methodcaller("has_perm", "auth.change_user")
                + MAY = methodcaller("has_perm", "users.change_user")
                - RULES = [Rule("people", "auth.view_user")]
                + RULES = [Rule("people", "users.view_user")]


                - @guarded("auth.change_user")
                - @needs("auth.impersonate_user")
                + @guarded("users.change_user")
                + @needs("users.impersonate_user")
                  def edit(request):
                -     all(map(request.user.has_perm, ["auth.add_user", "auth.add_group"]))
                -     return any_of(request.user, "auth.add_user", "auth.add_group")
                +     all(map(request.user.has_perm, ["users.add_user", "auth.add_group"]))
                +     return any_of(request.user, "users.add_user", "auth.add_group")
                """,
            title="functions of the project that ask",
            files={
                "blog/__init__.py": "",
                "blog/rights.py": """\
                    from dataclasses import dataclass


                    def needs(code):
                        def wrap(view):
                            def inner(request):
                                assert request.user.has_perm(code)
                                return view(request)

                            return inner

                        return wrap


                    def any_of(user, *codes):
                        return any(user.has_perm(code) for code in codes)


                    @dataclass
                    class Rule:
                        name: str
                        permission: str
                    """,
            },
        ),
        diff(
            """\
                  def may(user, request):
                -     return user.has_perm("auth.impersonate_user")
                +     return user.has_perm("users.impersonate_user")
                """,
            title="a permission that is named like the user's",
        ),
        diff(
            """\
                  from django.contrib.auth import get_permission_codename, get_user_model

                  User = get_user_model()


                  def may(user, verb, opts):
                -     a = user.has_perm("%s.%s_%s" % ("auth", "change", "user"))
                -     b = user.has_perm("{}.{}_{}".format('auth', verb, "user"))
                -     c = user.has_perm(".".join(["auth", "change_user"]))
                -     d = user.has_perm("auth" + "." + "change_user")
                -     e = user.has_perm("auth." + verb + "_user")
                -     f = user.has_perm("{app}.{verb}_user".format(app="auth", verb=verb))
                -     g = user.has_perm("auth.%s" % get_permission_codename(verb, User._meta))
                +     a = user.has_perm("%s.%s_%s" % ("users", "change", "user"))
                +     b = user.has_perm("{}.{}_{}".format('users', verb, "user"))
                +     c = user.has_perm(".".join(["users", "change_user"]))
                +     d = user.has_perm("users" + "." + "change_user")
                +     e = user.has_perm("users." + verb + "_user")
                +     f = user.has_perm("{app}.{verb}_user".format(app="users", verb=verb))
                +     g = user.has_perm("users.%s" % get_permission_codename(verb, User._meta))
                      h = user.has_perm("%s.%s" % ("auth", "add_group"))
                """,
            title="codes that are put together",
        ),
        Example(
            title="a codename that is computed, and a code that nothing asks for",
            before="""\
                def may(user, name, opts):
                    print("%s.%s_%s" % ("auth", "change", "user"), "%s.%s" % ("auth", name))
                    return user.has_perm("%s.%s" % ("auth", name))
                """,
            reports=("US317", "US317"),
        ),
        Example(
            title="codes in a list, and names that only look like codes",
            before="""\
                MENU = {"pose": "auth.impersonate_user"}
                emit("auth.login_user")
                """,
            reports=("US317",),
        ),
        Example(
            title="a code that nothing explains, and a code in a place that says nothing",
            before="""\
                EVENTS = ["auth.delete_user"]


                def may(user):
                    return user.has_perm("auth.impersonate")
                """,
            reports=("US317", "US317"),
        ),
        diff(
            """\
                - EVENTS = ["auth.delete_user"]
                + EVENTS = ["users.delete_user"]
                """,
            title="a code in a place that says nothing",
            reports=("US317",),
            options={"suggested": True},
        ),
        Example(
            title="permissions of groups, and of another app's user",
            before="""\
                def may(user):
                    return user.has_perm("auth.add_group") or user.has_perm("crm.change_user")
                """,
        ),
    ),
)


CHECKS = frozenset({"has_perm", "has_perms", "permission_required", "assign_perm"})


@rule.on(ast.Constant, ast.JoinedStr)
def code(node: ast.Constant | ast.JoinedStr, file: File) -> None:
    text = text_of(node)
    codename = codename_in_auth(text or "")
    if text is None or codename is None or in_f_string(file, node):
        return
    if is_docstring(file, node) or file.claimed(node):
        return
    new = f"{file.options.app}."
    known = is_permission(text, file.index)
    known = known or asks_model_for_codename(file, file.parent(node) or node)
    if known or is_named_like_the_users(codename):
        if is_permission_here(file, node):
            file.report(rule, node, edit=Safe(new, part="auth."))
            return
        if not known and is_something_else(file, node, text):
            return
        message = "This looks like a permission of the user, whose label changes."
        remedy = f"Write `{new}` for `auth.` if it is."
        if codename.isidentifier():
            message = f"`{text}` is the name of a permission of the user; its label changes."
            remedy = f"Write `{new}{codename}` if the permission is meant."
        file.report(rule, node, message, remedy, edit=Suggested(new, part="auth."))
    elif codename in STAYING_CODENAMES:
        file.claim(rule, node)
    elif is_asked_for(file, node) or (
        not codename.isidentifier() and is_permission_here(file, node)
    ):
        message = "This asks for a permission with the label `auth`."
        remedy = f"Write `{new}` for `auth.` where it is a permission of the user."
        edit = Suggested(new, part="auth.") if codename.isidentifier() else None
        file.report(rule, node, message, remedy, edit=edit)


@rule.on(ast.BinOp, ast.Call, spelled=True)
def composed(node: ast.BinOp | ast.Call, file: File) -> None:
    """``"%s.%s_%s" % ("auth", "change", "user")``, and what else puts a code together."""
    parts = composed_of(node)
    app = next((part for part in parts if string(part) in ("auth", "auth.")), None)
    if app is None or file.claimed(app) or isinstance(file.parent(node), ast.BinOp):
        return
    text = composed_text(node)
    codename = codename_in_auth(text)
    if not codename:
        return
    named = is_permission(text, file.index) or is_named_like_the_users(codename)
    if named or asks_model_for_codename(file, node):
        if is_permission_here(file, node):
            file.report(rule, app, edit=Safe(file.options.app, part="auth"))
            return
    elif codename in STAYING_CODENAMES:
        file.claim(rule, app)
        return
    elif not is_asked_for(file, node):
        return
    message = "This puts together the code of a permission with the label `auth`."
    remedy = f"Write `{file.options.app}` for `auth` where it is a permission of the user."
    file.report(rule, app, message, remedy, edit=Suggested(file.options.app, part="auth"))


def asks_model_for_codename(file: File, node: ast.AST) -> bool:
    """``get_permission_codename("change", User._meta)``."""
    if not file.mentions(b"get_permission_codename"):
        return False  # what holds a thousand strings is not walked through for each
    for part in ast.walk(node):
        match part:
            case ast.Call(args=[_, ast.Attribute(value=model, attr="_meta")]) if (
                last_name(part) == "get_permission_codename"
            ):
                return file.is_auth_user(model) or file.means(model, CUSTOM_USER)
    return False


def is_permission_here(file: File, node: ast.AST, follow: bool = True) -> bool:
    """Whether the names around a literal say that it is a permission."""
    child = node
    for parent in file.ancestors(node):
        match parent:
            case ast.Call(func=func):
                if child is not func and any(map(speaks_of_permissions, _names(file, func))):
                    return True
                if child is not func and asks_in_turn(file, parent, child):
                    return True
                if isinstance(func, ast.Attribute) and speaks_of_permissions(last_name(func.value)):
                    return True
            case ast.keyword(arg=str(name)) | ast.arg(arg=name):
                if speaks_of_permissions(name):
                    return True
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if (
                        child in (key, value)
                        and key is not None
                        and speaks_of_permissions(text_of(key) or "")
                    ):
                        return True
            case ast.Compare(left=left, comparators=others):
                if any(speaks_of_permissions(last_name(part)) for part in (left, *others)):
                    return True
            case ast.arguments():
                if speaks_of_permissions(_parameter_of(parent, child)):
                    return True
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
                targets = getattr(parent, "targets", None) or [parent.target]  # type: ignore[union-attr]
                if any(speaks_of_permissions(_target_name(target)) for target in targets):
                    return True
                if follow and any(_is_asked_by_name(file, target) for target in targets):
                    return True
            case (
                ast.For(iter=iterated, target=target)
                | ast.comprehension(iter=iterated, target=target)
            ):
                if child is iterated and follow:
                    return speaks_of_permissions(_target_name(target)) or _is_asked_by_name(
                        file, target
                    )
            case ast.Return() | ast.Yield():
                if speaks_of_permissions(_function_name(file, parent)):
                    return True
        if isinstance(parent, ast.stmt):
            return False
        child = parent
    return False


def is_asked_for(file: File, node: ast.AST) -> bool:
    """Whether a literal is directly an argument of a permission check, or what one requires."""
    child = node
    for parent in file.ancestors(node):
        match parent:
            case ast.Call(func=func):
                names = _names(file, func) | handed_over(file, parent)
                for place in destinations(file, parent, child):
                    names |= place.names
                return child is not func and not CHECKS.isdisjoint(names)
            case ast.Assign(targets=targets):
                return any(_target_name(target) == "permission_required" for target in targets)
            case ast.List() | ast.Tuple() | ast.Set() | ast.BinOp() | ast.IfExp() | ast.Attribute():
                child = parent
            case _:
                return False
    return False


def asks_in_turn(file: File, call: ast.Call, child: ast.AST) -> bool:
    """Whether a call passes ``child`` on to what asks for permissions, as one or as a list."""
    if any(map(speaks_of_permissions, handed_over(file, call))):
        return True
    return any(
        any(map(speaks_of_permissions, (*place.names, place.parameter)))
        for place in destinations(file, call, child)
    )


def is_something_else(file: File, node: ast.expr, text: str) -> bool:
    """Whether ``auth.login_user``, where nothing speaks of permissions, is a path or a name."""
    module, _, _ = text.partition(".")
    named = any(name.split(".")[-1] == module for name in file.project.modules)
    return named or not is_code_alone(file, node)


def is_code_alone(file: File, node: ast.expr) -> bool:
    """Whether a literal stands in a list, a dictionary or an assignment, and not in a call."""
    for parent in file.ancestors(node):
        if isinstance(parent, ast.stmt):
            return isinstance(parent, ast.Assign | ast.AnnAssign | ast.Return)
        if not isinstance(parent, ast.List | ast.Tuple | ast.Set | ast.Dict):
            return False
    return False


def _names(file: File, func: ast.expr) -> set[str]:
    """What a function is called here, and where it comes from."""
    dotted = file.meaning(func)
    # guardian.shortcuts.get_objects_for_user takes permissions, too.
    packages = {"permissions"} if any(one.startswith("guardian.") for one in dotted) else set()
    return {last_name(func), *(one.rpartition(".")[2] for one in dotted), *packages}


def _target_name(target: ast.expr) -> str:
    """The name that an assignment gives a value to; the key for ``menu["permission"] = …``."""
    if isinstance(target, ast.Subscript):
        return text_of(target.slice) or last_name(target.value)
    return last_name(target)


def _parameter_of(arguments: ast.arguments, default: ast.AST) -> str:
    """The parameter that ``default`` belongs to."""
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = list(
        zip(
            positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True
        )
    )
    for arg, value in [*pairs, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]:
        if value is default:
            return arg.arg
    return ""


def _is_asked_by_name(file: File, target: ast.expr) -> bool:
    """Whether the file uses a name elsewhere as a permission."""
    if not isinstance(target, ast.Name):
        return False
    scope = owner(file, target)
    return any(
        name.id == target.id
        and isinstance(name.ctx, ast.Load)
        and owner(file, name) is scope
        and is_permission_here(file, name, follow=False)
        for name in file.analysis.scopes
    )


def _function_name(file: File, node: ast.AST) -> str:
    for parent in file.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return parent.name
    return ""
