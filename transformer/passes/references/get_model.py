"""`get_model("auth", "User")` asks for the users app's model.

What it does: rewrites the app where code asks the app registry for the user model, in every
spelling: two arguments, one label, keywords, `apps.get_app_config("auth").get_model("User")`,
`apps.all_models["auth"]["user"]`.

Why it breaks: the registry still knows `auth.User`, so the call succeeds and gives a class whose
manager raises `Manager isn't available; 'auth.User' has been swapped`.

What is edited: the label of the app.

What is reported: where `apps` is handed in, the code runs in a migration, which must depend on the
users app: a `review`. A call that computes the name of the model, or takes the app from a variable,
is a `todo`.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string, text_of
from transformer.codemod.literals import last_name, literals
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.semantics.resolve import UNKNOWN
from transformer.spellings.model_label import is_label, is_label_or_relation

rule = Rule(
    __name__,
    "US313",
    "get-model-of-auth-user",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.apps.get_model",
    also=("migrations",),
    examples=(
        diff(
            """\
                  from django.apps import apps

                - User = apps.get_model("auth", "User")
                - Other = apps.get_model('auth.user')
                - Third = apps.get_model(app_label="auth", model_name="user")
                - Fourth = apps.get_app_config("auth").get_model("User")
                - Fifth = apps.get_model(*"auth.User".split("."))
                - Sixth = apps.all_models["auth"]["user"]
                - Seventh = apps.get_app_config("auth").models["user"]
                + User = apps.get_model("users", "User")
                + Other = apps.get_model('users.user')
                + Third = apps.get_model(app_label="users", model_name="user")
                + Fourth = apps.get_app_config("users").get_model("User")
                + Fifth = apps.get_model(*"users.User".split("."))
                + Sixth = apps.all_models["users"]["user"]
                + Seventh = apps.get_app_config("users").models["user"]
                """,
        ),
        diff(
            """\
                  from django.db.models.loading import get_model

                - User = get_model("auth", "User")
                + User = get_model("users", "User")
                """,
            title="old spelling",
        ),
        diff(
            """\
                  def forwards(apps, schema_editor):
                -     User = apps.get_model("auth", "User")
                +     User = apps.get_model("users", "User")
                      User.objects.update(is_active=True)
                """,
            title="historical models",
            path="blog/backfill.py",
            reports=("US313",),
        ),
        Example(
            title="an app with a name",
            before="""\
                from django.apps import apps

                APP = "auth"
                User, Group = apps.get_model(APP, "User"), apps.get_model(APP, "Group")
                """,
            reports=("US313",),
        ),
        Example(
            title="a computed name",
            before="""\
                from django.apps import apps


                def find(name):
                    return apps.get_model("auth", name)
                """,
            reports=("US313",),
        ),
        Example(
            title="an app that is asked for its models later",
            before="""\
                from django.apps import apps

                people = apps.get_app_config("auth")
                User = people.get_model("User")
                """,
            reports=("US313",),
        ),
        Example(
            title="other models",
            before="""\
                from django.apps import apps

                Group = apps.get_model("auth", "Group")
                Same = apps.get_app_config("auth").models.get("group")
                Name = apps.get_app_config("auth").verbose_name
                Other = apps.get_model("auth.Permission")
                Mine = apps.get_model("crm", "User")
                """,
        ),
    ),
)

CALLS = ("get_model", "get_registered_model")
COMPUTED = (
    "This asks the app `auth` for models by a computed name; the user model is no longer there."
)
HELD = "This asks for the configuration of the app `auth`; the user model is no longer in that app."


@rule.on(ast.Call, words=(*CALLS, "get_app_config"), priority=2)
def get_model(call: ast.Call, file: File) -> None:
    if file.claimed(call):
        # In a migration US504 has written the setting for the app and the model.
        return
    name = last_name(call.func)
    if name == "get_models" and (app := app_config(call.func)):
        report_app(file, app)
    if name == "get_app_config":
        config(call, file)
    if name not in CALLS:
        return
    if app := app_config(call.func):
        if model_is_user(argument(call, 0, "model_name")):
            file.report(rule, app, edit=Safe(file.options.app, part="auth"))
        elif string(argument(call, 0, "model_name")) is None:
            report_app(file, app)
        return
    label = argument(call, 0, "app_label")
    model = argument(call, 1, "model_name")
    if label is None:
        label = split_label(call)
    if label is None:
        return
    if string(label) == "auth":
        if model_is_user(model):
            edit(file, call, label, "auth", file.options.app)
        elif model is not None and string(model) is None:
            report_app(file, label)
        return
    for literal in literals(file, label):
        if text_of(literal) == "auth" and model_is_user(model):
            message = "The user model is asked for in this app; it is no longer there."
            file.report(
                rule,
                literal,
                message,
                f"Write `{file.options.app}` if only it is meant.",
                Level.TODO,
            )
        if is_label_or_relation(text_of(literal)):
            edit(file, call, literal, "auth.", f"{file.options.app}.")


@rule.on(ast.Subscript, words=("all_models",), priority=2)
def all_models(node: ast.Subscript, file: File) -> None:
    if last_name(node.value) == "all_models" and string(node.slice) == "auth":
        outer = file.parent(node)
        assert isinstance(node.slice, ast.expr)
        if isinstance(outer, ast.Subscript) and model_is_user(outer.slice):
            file.report(rule, node.slice, edit=Safe(file.options.app, part="auth"))
        elif not (isinstance(outer, ast.Subscript) and string(outer.slice) is not None):
            report_app(file, node.slice)


def config(call: ast.Call, file: File) -> None:
    """``apps.get_app_config("auth")`` whose models are asked for otherwise than by a call."""
    app = argument(call, 0, "app_label")
    if app is None or string(app) != "auth":
        return
    models = file.parent(call)
    if not isinstance(models, ast.Attribute):
        report_app(file, app, HELD)
    elif models.attr == "models":
        model: ast.AST | None = file.parent(models)
        if isinstance(model, ast.Attribute) and model.attr == "get":
            model = file.parent(model)
        match model:
            case ast.Subscript(slice=key) | ast.Call(args=[key, *_]):
                if model_is_user(key):
                    file.report(rule, app, edit=Safe(file.options.app, part="auth"))
                elif string(key) is None:
                    report_app(file, app)
            case _:
                report_app(file, app)


def edit(file: File, call: ast.Call, literal: ast.expr, old: str, new: str) -> None:
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if file.report(rule, literal, edit=Safe(new, part=old)) and file.meaning(receiver) <= {UNKNOWN}:
        file.report(
            rule,
            literal,
            "This asks for the user model in a registry that is handed in, as in a migration.",
            "A migration that runs this needs the dependency "
            "`migrations.swappable_dependency(settings.AUTH_USER_MODEL)`.",
        )


def app_config(func: ast.expr) -> ast.expr | None:
    """The literal ``"auth"`` of ``apps.get_app_config("auth").…``."""
    match func:
        case ast.Attribute(
            value=ast.Call(func=ast.Attribute(attr="get_app_config"), args=[first])
        ) if string(first) == "auth":
            return first
        case _:
            return None


def split_label(call: ast.Call) -> ast.expr | None:
    """The literal of ``get_model(*"auth.User".split("."))``."""
    match call.args:
        case [
            ast.Starred(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Constant() as label, attr="split" | "rsplit")
                )
            )
        ] if is_label(string(label)):
            return label
        case _:
            return None


def model_is_user(node: ast.AST | None) -> bool:
    return (string(node) or "").lower() == "user"


def report_app(file: File, literal: ast.expr, message: str = COMPUTED) -> None:
    remedy = f"Ask `{file.options.app}` as well, or for `settings.AUTH_USER_MODEL`."
    file.report(rule, literal, message, remedy, Level.TODO)
