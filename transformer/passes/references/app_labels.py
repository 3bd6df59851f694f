"""Comparisons with the label of an app: `model._meta.app_label == "auth"`.

What it does: looks at comparisons with the label of an app, whatever the variable is called that
holds it, and however it was taken out of a longer label.

Why it breaks: the branch that was meant for the user is no longer taken.

What is edited: the label, where the same condition asks for the model `user`. Where the app alone
is asked for, the comparison holds for both apps with `--suggested`.

What is reported: a comparison with the app alone.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string
from transformer.codemod.literals import bound_values, last_name, literals
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.both_apps import in_comparison, in_list
from transformer.passes.references.compared import Compared, on_compared
from transformer.passes.references.label_variables import is_app_label, is_taken_apart
from transformer.passes.references.put_together import is_app_constant

rule = Rule(
    __name__,
    "US326",
    "comparison-with-auth",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/models/options/#app-label",
    examples=(
        diff(
            """\
                  def is_user(model, kind):
                -     if model._meta.app_label == "auth" and model._meta.model_name == "user":
                +     if model._meta.app_label == "users" and model._meta.model_name == "user":
                          return True
                -     return kind.model == 'user' and kind.app_label == 'auth'
                +     return kind.model == 'user' and kind.app_label == 'users'
                """,
        ),
        Example(
            before="""\
                def is_ours(model, app):
                    if model._meta.app_label not in ["auth", "admin"]:
                        return app["app_label"] != "auth"
                """,
            reports=("US326", "US326"),
        ),
        diff(
            """\
                  def is_ours(model, app):
                -     if model._meta.app_label not in ["auth", "admin"]:
                -         return app["app_label"] != "auth"
                +     if model._meta.app_label not in ["auth", "users", "admin"]:
                +         return app["app_label"] not in ("auth", "users")
                """,
            reports=("US326", "US326"),
            options={"suggested": True},
        ),
        diff(
            """\
                  def kind_of(model, perm):
                      app, name = model._meta.label.split(".")
                -     if app == "auth" and name == "User":
                +     if app == "users" and name == "User":
                          return 1
                      match app, name:
                -         case "auth", "User":
                +         case "users", "User":
                              return 2
                          case "auth", "Group":
                              return 3
                """,
            title="a label that was taken apart",
        ),
        Example(
            before="""\
                from django.apps import apps


                def kind_of(model, perm, app):
                    first, _ = model._meta.label_lower.split(".")
                    where = model._meta.app_label
                    if first == "auth" or where == "auth" or perm.split(".")[0] == "auth":
                        return 1
                    if model._meta.label.partition(".")[0] in ("auth", "blog") or app == "auth":
                        return 2
                    if model._meta.app_label.startswith("auth"):
                        return 3
                    for each in apps.app_configs:
                        if each == "auth":
                            return 4
                    match where:
                        case "auth":
                            return 5
                """,
            title="labels in variables, in parts, and in patterns",
            reports=("US326",) * 5,
        ),
        diff(
            """\
                  LABEL = "auth"


                  def kind_of(model, perm):
                      match perm.split("."):
                -         case ["auth", "add_user"]:
                +         case ["users", "add_user"]:
                              return 1
                          case ["auth", "add_group"]:
                              return 2
                      return model._meta.app_label == LABEL and model._meta.model_name == "user"
                """,
            title="a permission that was taken apart, and a label that a name holds",
            reports=("US326",),
        ),
        Example(
            title="assertions, and chains of comparisons",
            before="""\
                def test_kind(self, kind, other):
                    self.assertEqual(kind.app_label, "auth")
                    self.assertIn(kind._meta.app_label, ("auth", "blog"))
                    self.assertEqual([each.app_label for each in other], ["auth", "blog"])
                    assert other == kind.app_label == "auth"
                    self.assertEqual(kind.name, "auth")
                    self.assertEqual(kind.app_label, "blog")
                """,
            path="blog/tests.py",
            reports=("US326",) * 4,
        ),
        Example(
            title="groups, other apps, and other things called auth",
            before="""\
                def is_group(model, kind):
                    if model._meta.app_label == "auth" and model._meta.model_name == "group":
                        return True
                    section, _ = request.path.split("/")
                    if section == "auth" or section.split("/")[0] == "auth":
                        return False
                    return model._meta.app_label == "blog" or kind == "auth"
                """,
        ),
    ),
)

MODEL = ("model_name", "model", "object_name", "__name__")
OTHER_MODELS = ("group", "permission")


@on_compared(rule)
def link(each: Compared, file: File) -> None:
    """One comparison of two things, in a chain of them, or in an assertion."""
    left, right = each.left, each.right
    if each.equal:
        auth = next((side for side in (left, right) if is_auth(file, side)), None)
        other = right if auth is left else left
        if auth is None:
            labels(each, file)
        elif is_app_label(file, other) and not file.claimed(auth):
            equal(each, auth, other, file)
    elif is_app_label(file, left):
        parts = list(literals(file, right))
        auth = next((part for part in parts if string(part) == "auth"), None)
        if auth is None or file.options.app in [string(part) for part in parts]:
            return
        if file.claimed(auth):
            return
        if file.options.suggested and in_list(file, rule, right):
            file.report(rule, each.node, DONE, LOOK, Level.REVIEW)
        else:
            file.report(rule, auth, LEFT, f"Name `{file.options.app}` as well if users are meant.")


def equal(each: Compared, auth: ast.expr, other: ast.expr, file: File) -> None:
    """``auth``, or a name that holds it, is compared with the label ``other``."""
    names = models_asked_for(file, each.node, other)
    known = string(auth) is not None and each.alone
    if names and not {"user", "?"} & set(names):
        file.claim(rule, auth)
    elif known and names == ["user"]:
        file.report(rule, auth, edit=Safe(file.options.app, part="auth"))
    elif (
        known
        and file.options.suggested
        and isinstance(each.node, ast.Compare)
        and in_comparison(file, rule, each.node, auth)
    ):
        file.report(rule, each.node, DONE, LOOK, Level.REVIEW)
    else:
        file.report(rule, auth, LEFT, f"Name `{file.options.app}` as well if users are meant.")


def labels(each: Compared, file: File) -> None:
    """``[kind.app_label for kind in kinds] == ["auth", "blog"]``."""
    for many, listed in ((each.left, each.right), (each.right, each.left)):
        if isinstance(many, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            parts = listed.elts if isinstance(listed, ast.List | ast.Tuple | ast.Set) else []
            auth = next((part for part in parts if string(part) == "auth"), None)
            if auth is not None and is_app_label(file, many.elt) and not file.claimed(auth):
                remedy = f"Name `{file.options.app}` where users are meant."
                file.report(rule, auth, LEFT, remedy)


def is_auth(file: File, node: ast.expr) -> bool:
    """Whether a side of a comparison is ``"auth"``, or a name that holds it."""
    if isinstance(node, ast.Name) and any(string(v) == "auth" for v in bound_values(file, node)):
        return True
    return string(node) == "auth" or is_app_constant(file, node)


LEFT = "This asks for the app `auth`, and the user model is no longer in it."
DONE = "This comparison now holds for both apps, as --suggested asks."
LOOK = "Check whether the user model is meant."


@rule.on(ast.Call, words=("startswith", "endswith"))
def begins(call: ast.Call, file: File) -> None:
    """``model._meta.app_label.startswith("auth")``."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=label, attr="startswith" | "endswith"), args=[auth, *_]
        ) if string(auth) == "auth" and is_app_label(file, label):
            remedy = f"Name `{file.options.app}` as well if users are meant."
            file.report(rule, auth, LEFT, remedy)


@rule.on(ast.Match)
def cases(node: ast.Match, file: File) -> None:
    """``case "auth":`` of a label, ``case ("auth", "user"):`` of a label and a model."""
    subject = node.subject
    first = subject.elts[0] if isinstance(subject, ast.Tuple) and subject.elts else subject
    taken_apart = is_taken_apart(file, subject)
    if not (taken_apart or is_app_label(file, first) or last_name(first) == "natural_key"):
        return
    names = {"user", *file.index.codenames} if taken_apart else {"user"}
    remedy = f"Name `{file.options.app}` as well if users are meant."
    for case in node.cases:
        for pattern in ast.walk(case.pattern):
            match pattern:
                case ast.MatchSequence(
                    patterns=[ast.MatchValue(value=app), ast.MatchValue(value=model), *_]
                ) if string(app) == "auth" and string(model) is not None:
                    if (string(model) or "").lower() in names:
                        file.report(rule, app, edit=Safe(file.options.app, part="auth"))
                    else:
                        file.claim(rule, app)
                case ast.MatchValue(value=app) if string(app) == "auth" and not file.claimed(app):
                    file.report(rule, app, LEFT, remedy)


def models_asked_for(file: File, node: ast.expr, label: ast.expr) -> list[str]:
    """The models that the rest of an ``and`` asks for, of the same thing; ``?`` if computed."""
    parent = file.parent(node)
    if not (isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.And)):
        return []
    found = []
    for part in parent.values:
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq):
            for side, other in ((part.left, part.comparators[0]), (part.comparators[0], part.left)):
                name = (string(other) or "?").lower()
                of_same = last_name(side) in MODEL and _base(file, side) == _base(file, label)
                named = isinstance(side, ast.Name) and name in ("user", *OTHER_MODELS)
                if of_same or named:
                    found.append(name)
    return found


def _base(file: File, node: ast.expr) -> str:
    """The source of ``model._meta`` in ``model._meta.app_label``."""
    return file.text.segment(node.value) if isinstance(node, ast.Attribute) else ""
