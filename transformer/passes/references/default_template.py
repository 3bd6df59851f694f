"""A generic view without `template_name` looks for its template in the users app's folder.

What it does: finds generic views of the user model without `template_name`.

Why it breaks: `ListView` with `model = User` renders `auth/user_list.html`. The name is made of the
model's app label, so that the page answers `TemplateDoesNotExist: users/user_list.html`.

What is edited: nothing here: the templates pass moves the file where it is in the project.

What is reported: every such view whose template is no file of the project: that of another package,
or one that a front end builds, is for you to move.
"""

from __future__ import annotations

import ast

from transformer.codemod.classes import lineage, member, value
from transformer.codemod.file import File, argument, string
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.references.rooted import rooted
from transformer.spellings.template_name import OF_VIEWS

rule = Rule(
    __name__,
    "US360",
    "default-template-of-user",
    Level.NOTE,
    link="https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-simple/#django.views.generic.base.TemplateResponseMixin.template_name",
    examples=(
        Example(
            title="a list of users, whose template is moved",
            before="""\
                from django.contrib.auth import get_user_model
                from django.views.generic import ListView

                User = get_user_model()


                class People(ListView):
                    queryset = User.objects.filter(is_active=True)
                """,
            files={"blog/templates/auth/user_list.html": "{{ user_list }}\n"},
        ),
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.contrib.auth import get_user_model
                  from django.urls import path
                  from django.views.generic import DetailView

                + User = get_user_model()
                +
                  urlpatterns = [path("<int:pk>/", DetailView.as_view(model=User))]
                """,
            title="in the URLs",
            path="blog/urls.py",
            reports=("US360",),
        ),
        Example(
            title="a template of its own, another model, no template in the project",
            before="""\
                from django.contrib.auth import get_user_model
                from django.contrib.auth.models import Group
                from django.views.generic import DetailView, ListView


                class Base(ListView):
                    template_name = "people.html"


                class People(Base):
                    model = get_user_model()


                class Groups(ListView):
                    model = Group


                class Person(DetailView):
                    model = get_user_model()
                """,
        ),
    ),
)

GENERIC = "django.views.generic."


@rule.on(ast.ClassDef)
def view_class(node: ast.ClassDef, file: File) -> None:
    if not node.bases or not file.mentions(b"View"):
        return
    model = value(node, "model") or value(node, "queryset") or _returned(node, "get_queryset")
    if rooted(file, model) is None:
        return
    suffix = None
    for dotted, body in [("", node), *lineage(file, node)]:
        if body is not None:
            if value(body, "template_name") or member(body, "get_template_names"):
                return
            suffix = suffix or string(value(body, "template_name_suffix"))
        elif dotted.startswith(GENERIC):
            suffix = suffix or OF_VIEWS.get(dotted.rpartition(".")[2])
    if suffix is not None:
        _report(file, node, node.name, model, suffix)


@rule.on(ast.Call, words=("as_view",))
def as_view(call: ast.Call, file: File) -> None:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr != "as_view":
        return
    view = next(iter(file.meaning(function.value)), "")
    suffix = OF_VIEWS.get(view.rpartition(".")[2]) if view.startswith(GENERIC) else None
    if suffix is None or argument(call, None, "template_name") is not None:
        return
    model = argument(call, None, "model") or argument(call, None, "queryset")
    _report(file, call, view.rpartition(".")[2], model, suffix)


def _returned(node: ast.ClassDef, method: str) -> ast.expr | None:
    """What the one ``return`` of a method gives back."""
    function = member(node, method)
    if function is None:
        return None
    returns = [part for part in ast.walk(function) if isinstance(part, ast.Return)]
    return returns[0].value if len(returns) == 1 else None


def _report(file: File, node: ast.AST, view: str, model: ast.expr | None, suffix: str) -> None:
    found = rooted(file, model)
    if found is None:
        return
    old = f"auth/user{suffix}.html"
    # What is bound by get_user_model() already is done with, and a file of the project is moved.
    if not found.is_auth_user or any(path.endswith(f"/{old}") for path in file.index.tree):
        return
    new = f"{file.options.app}/user{suffix}.html"
    file.report(
        rule,
        node,
        f"{view} names no template: the default was `{old}`, and is `{new}` now.",
        "The project has no such file: where it comes from elsewhere, name it in `template_name`.",
    )
