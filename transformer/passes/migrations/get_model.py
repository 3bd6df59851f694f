"""`apps.get_model("auth", "User")` asks for `settings.AUTH_USER_MODEL`.

What it does: has data migrations ask for the historical user model by `settings.AUTH_USER_MODEL`.

Why it breaks: the historical `auth.User` is swapped out. On a fresh database, and so in every test
run, a data migration stops with `AttributeError: Manager isn't available; 'auth.User' has been
swapped for 'users.User'`.

What is edited: the two arguments, or the label, give way to the setting, in every spelling that
`get_model` allows, and the migration depends on the model (US502). Where the setting has no place,
or would cost a comment, the label of the app is replaced.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.formats.python.lists import elements_in
from transformer.passes.migrations.anatomy import constant_of
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US504",
    "historical-auth-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models",
    examples=(
        diff(
            """\
                + from django.conf import settings
                  from django.db import migrations


                  def lower(apps, schema_editor):
                -     User = apps.get_model("auth", "User")
                +     User = apps.get_model(settings.AUTH_USER_MODEL)
                      for user in User.objects.all():
                          user.email = user.email.lower()
                          user.save()


                  class Migration(migrations.Migration):
                -     dependencies = [("blog", "0001_initial")]
                +     dependencies = [
                +         ("blog", "0001_initial"),
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                +     ]
                      operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
                """,
            path="blog/migrations/0002_lower.py",
        ),
        diff(
            """\
                  from django.conf import settings
                  from django.db import migrations

                  APP = "auth"


                  def lower(registry, editor):
                -     one = registry.get_model("auth.User")
                -     two = registry.get_model(app_label="auth", model_name="user")
                -     three = registry.get_model(APP, "User", require_ready=False)
                +     one = registry.get_model(settings.AUTH_USER_MODEL)
                +     two = registry.get_model(settings.AUTH_USER_MODEL)
                +     three = registry.get_model(settings.AUTH_USER_MODEL, require_ready=False)
                      four = registry.get_model(
                -         "auth",
                -         "User",
                +         settings.AUTH_USER_MODEL,
                      )
                -     five = registry.get_app_config("auth").get_model("User")
                -     six = registry.get_registered_model("auth", "User")
                -     seven = registry.get_model(*"auth.User".split("."))
                +     five = registry.get_model(settings.AUTH_USER_MODEL)
                +     six = registry.get_registered_model("users", "User")
                +     seven = registry.get_model(*settings.AUTH_USER_MODEL.split("."))
                      eight = registry.get_model(
                          require_ready=False,
                -         app_label="auth",  # where the user is
                -         model_name="User",
                +         app_label=settings.AUTH_USER_MODEL,  # where the user is
                      )


                  class Migration(migrations.Migration):
                      dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
                      operations = [migrations.RunPython(lower)]
                """,
            title="other spellings",
            path="blog/migrations/0002_lower.py",
        ),
        Example(
            title="other models",
            path="blog/migrations/0002_groups.py",
            before="""\
                from django.db import migrations


                def fill(apps, schema_editor):
                    apps.get_model("auth", "Group").objects.create(name="editors")
                    apps.get_model("auth.Permission")
                    apps.get_model("blog", "User")


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = [migrations.RunPython(fill)]
                """,
        ),
    ),
)


@rule.on(ast.Call, priority=3)
def get_model(call: ast.Call, file: File) -> None:
    name = last_name(call.func)
    if name == "get_model" and _of_auth_config(call):
        _through_config(call, file)
    elif name == "get_model":
        _by_label(call, file)
    elif name == "get_registered_model" and not file.options.prepare:
        _literally(call, file)


def _of_auth_config(call: ast.Call) -> bool:
    """Whether this is ``….get_app_config("auth").get_model(…)``."""
    config = call.func.value if isinstance(call.func, ast.Attribute) else None
    return (
        isinstance(config, ast.Call)
        and last_name(config.func) == "get_app_config"
        and string(argument(config, 0, "app_label")) == "auth"
    )


def _through_config(call: ast.Call, file: File) -> None:
    assert isinstance(call.func, ast.Attribute)
    config = call.func.value
    assert isinstance(config, ast.Call)
    if not isinstance(config.func, ast.Attribute):
        return
    model = argument(call, 0, "model_name")
    if (constant_of(file, model) or "").lower() != "user":
        return
    registry = file.text.segment(config.func.value)
    file.report(rule, call, edit=Safe(f"{registry}.get_model({file.user_setting(rule, call)})"))


def _by_label(call: ast.Call, file: File) -> None:
    starred = call.args[0].value if call.args and isinstance(call.args[0], ast.Starred) else None
    if starred is not None:
        for part in ast.walk(starred):
            if (label := string(part)) is not None and is_label(label):
                file.report(rule, part, edit=Safe(file.user_setting(rule, part)))
        return
    app, model = argument(call, 0, "app_label"), argument(call, 1, "model_name")
    label = constant_of(file, app)
    if model is None or (isinstance(model, ast.Constant) and model.value is None):
        if app is not None and label is not None and is_label(label):
            file.report(rule, app, edit=Safe(file.user_setting(rule, app)))
        return
    if label != "auth" or (constant_of(file, model) or "").lower() != "user":
        return
    if app is None or file.ignored(call, rule):
        return
    parts = sorted([*call.args, *call.keywords], key=file.text.start)
    values = [part.value if isinstance(part, ast.keyword) else part for part in parts]
    first, second = sorted(map(values.index, (app, model)))
    setting = file.user_setting(rule, call)
    elements = elements_in(file.text, call)
    elements.put(first, setting if first == 0 else f"app_label={setting}")
    elements.remove(second)
    if file.edit(rule, elements):
        file.claim(rule, call)


def _literally(call: ast.Call, file: File) -> None:
    """Replace the app's label where the setting has no place."""
    app, model = argument(call, 0, "app_label"), argument(call, 1, "model_name")
    if not isinstance(app, ast.Constant) or app.value != "auth":
        return
    if (constant_of(file, model) or "").lower() == "user":
        file.replace_string(rule, app, file.options.app)
