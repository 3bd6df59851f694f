"""Settings that name the auth user, given outside the settings: `override_settings(…)`.

What it does: looks at settings that are given in code: `override_settings(…)`,
`settings.configure(…)`, assignments to `settings`.

Why it breaks: `AUTH_USER_MODEL="auth.User"` brings the old model back, while the migrations and
relations of the project speak of the new one. A key of `ABSOLUTE_URL_OVERRIDES` that no model has
is ignored.

What is edited: a key `auth.user` of `ABSOLUTE_URL_OVERRIDES`.

What is reported: an `AUTH_USER_MODEL`: whether the test still has a meaning only its authors know.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US328",
    "setting-in-code",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/testing/tools/#overriding-settings",
    examples=(
        diff(
            """\
                  from django.test import override_settings


                - @override_settings(ABSOLUTE_URL_OVERRIDES={"auth.user": lambda user: "/people/"})
                + @override_settings(ABSOLUTE_URL_OVERRIDES={"users.user": lambda user: "/people/"})
                  def test_link(user):
                      assert user.get_absolute_url() == "/people/"
                """,
            path="blog/tests.py",
        ),
        Example(
            title="the old model comes back",
            path="blog/tests.py",
            before="""\
                from django.test import override_settings


                @override_settings(AUTH_USER_MODEL="auth.User")
                def test_old(settings):
                    settings.AUTH_USER_MODEL = "auth.User"
                """,
            reports=("US328", "US328"),
        ),
        Example(
            title="another model",
            path="blog/tests.py",
            before="""\
                from django.test import override_settings


                @override_settings(AUTH_USER_MODEL="crm.Person")
                def test_old():
                    pass
                """,
        ),
    ),
)


SETTINGS = ("ABSOLUTE_URL_OVERRIDES", "AUTH_USER_MODEL")


@rule.on(ast.keyword, words=SETTINGS)
def given(node: ast.keyword, file: File) -> None:
    if node.arg == "ABSOLUTE_URL_OVERRIDES" and isinstance(node.value, ast.Dict):
        overrides(file, node.value)
    elif node.arg == "AUTH_USER_MODEL" and is_label(string(node.value)):
        old_model(file, node.value)


@rule.on(ast.Assign, words=SETTINGS)
def assigned(node: ast.Assign, file: File) -> None:
    """Also ``settings.AUTH_USER_MODEL = …``; a settings module is the settings pass's."""
    for target in node.targets:
        if not isinstance(target, ast.Attribute):
            continue
        if target.attr == "ABSOLUTE_URL_OVERRIDES" and isinstance(node.value, ast.Dict):
            overrides(file, node.value)
        elif target.attr == "AUTH_USER_MODEL" and is_label(string(node.value)):
            old_model(file, node.value)


@rule.on(ast.Call, words=SETTINGS)
def set_by_name(call: ast.Call, file: File) -> None:
    """``monkeypatch.setattr(settings, "AUTH_USER_MODEL", "auth.User")``."""
    if last_name(call.func) == "setattr":
        texts = [string(argument) for argument in call.args]
        if "AUTH_USER_MODEL" in texts or "django.conf.settings.AUTH_USER_MODEL" in texts:
            for argument in call.args:
                if is_label(string(argument)):
                    old_model(file, argument)


def overrides(file: File, node: ast.Dict) -> None:
    for key in node.keys:
        if key is not None and is_label(text_of(key)):
            file.report(rule, key, edit=Safe(f"{file.options.app}.", part="auth."))


def old_model(file: File, node: ast.expr) -> None:
    file.report(
        rule,
        node,
        "This brings back `auth.User`, while relations and migrations speak of "
        f"`{file.options.user_model}`.",
        f"Write `{file.options.user_model}`, or drop what needs the old model.",
    )
