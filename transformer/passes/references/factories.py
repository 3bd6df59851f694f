"""Factories of test objects that name the model: `baker.make("auth.User")`.

What it does: rewrites the model of factories for test objects: `class Meta: model = …` of
factory_boy, and the calls of model_bakery, model_mommy and mixer.

Why it breaks: the factory makes rows through the swapped class: what it returns is no instance of
the user model, and nothing says so. `baker.make("User")` raises `AmbiguousModelName`.

What is edited: the app of the label. A bare `"User"` in the calls gets a label: it meant the one
model of that name.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, text_of
from transformer.codemod.literals import last_name, literals
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US323",
    "auth-user-in-factory",
    Level.TODO,
    link="https://factoryboy.readthedocs.io/en/stable/orms.html#factory.django.DjangoOptions.model",
    examples=(
        diff(
            """\
                  import factory
                  from mixer.backend.django import mixer
                  from model_bakery import baker
                  from model_bakery.recipe import Recipe


                  class UserFactory(factory.django.DjangoModelFactory):
                      class Meta:
                -         model = "auth.User"
                +         model = "users.User"
                          django_get_or_create = ("username",)


                - ann = baker.make('auth.User', username="ann")
                - bob = baker.prepare("User")
                - staff = Recipe("auth.user", is_staff=True)
                - eve = mixer.blend("auth.User")
                + ann = baker.make('users.User', username="ann")
                + bob = baker.prepare("users.User")
                + staff = Recipe("users.user", is_staff=True)
                + eve = mixer.blend("users.User")
                """,
            path="blog/tests/factories.py",
        ),
        diff(
            """\
                  from model_bakery import baker

                - ann = baker.make("User")
                + ann = baker.make("users.User")
                """,
            title="no other word in the file says auth",
            path="blog/tests/test_people.py",
        ),
        Example(
            title="groups, and a user of another app",
            path="blog/tests/test_people.py",
            before="""\
                from model_bakery import baker

                staff = baker.make("auth.Group")
                ann = baker.make("crm.User")
                """,
        ),
    ),
)

MAKERS = ("baker", "mommy", "mixer", "Recipe")
PACKAGES = ("model_bakery.", "model_mommy.", "mixer.")


@rule.on(ast.Assign)
def meta(node: ast.Assign, file: File) -> None:
    """``model`` of a class ``Meta``, and its old spelling in the factory itself."""
    outer = file.parent(node)
    if not isinstance(outer, ast.ClassDef):
        return
    names = {last_name(target) for target in node.targets}
    if "FACTORY_FOR" in names or (outer.name == "Meta" and "model" in names):
        for literal in literals(file, node.value):
            if is_label(text_of(literal)):
                file.report(rule, literal, edit=Safe(f"{file.options.app}.", part="auth."))


@rule.on(ast.Call)
def made(call: ast.Call, file: File) -> None:
    if not call.args and not call.keywords:
        return
    for literal in literals(file, argument(call, 0, "_model")):
        text = text_of(literal)
        if not (is_label(text) or text == "User") or not makes_objects(file, call.func):
            continue
        if text == "User":
            file.report(rule, literal, edit=Safe(file.options.user_model, part="User"))
        else:
            file.report(rule, literal, edit=Safe(f"{file.options.app}.", part="auth."))


def makes_objects(file: File, func: ast.expr) -> bool:
    """Whether a call is one of the packages' own, or of an object called after one of them."""
    if any(dotted.startswith(PACKAGES) for dotted in file.meaning(func)):
        return True
    while isinstance(func, (ast.Attribute, ast.Call)):
        if last_name(func) in MAKERS:
            return True
        func = func.func if isinstance(func, ast.Call) else func.value
    return last_name(func) in MAKERS
