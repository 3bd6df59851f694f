"""Django's user forms are used as they are: the users app brings them with the right model.

What it does: has Django's own user forms come from the users app, with the right model.

Why it breaks: `form_class = UserCreationForm` imports and renders, and answers the first POST with
`AttributeError: Manager isn't available; 'auth.User' has been swapped for 'users.User'`: the form's
`Meta` names `auth.User`.

What is edited: `forms.py` of the users app derives the form with `model = User`, under the same
name, and the name is imported from there. What a `ModelAdmin` uses as `form` or `add_form` stays:
it gives a form the model that it is registered for. The dotted path of a form in a string is only
edited with `--suggested`.

What is reported: such a path, a name that may mean something else as well, and a form that an
existing `forms.py` of the users app does not have.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from transformer.codemod.codebase import Codebase
from transformer.codemod.file import File, string
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.edits import Create
from transformer.findings import Level
from transformer.passes.references.stock_forms import MODULE, NAMES, Use, direct_uses
from transformer.strategies.generated_app import render, users_app

rule = Rule(
    __name__,
    "US351",
    "stock-user-form",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-the-built-in-auth-forms",
    examples=(
        diff(
            """\
                - from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
                + from django.contrib.auth.forms import AuthenticationForm
                  from django.urls import reverse_lazy
                  from django.views.generic import CreateView
                +
                + from users.forms import UserCreationForm


                  class SignUp(CreateView):
                      form_class = UserCreationForm
                      success_url = reverse_lazy("login")
                      template_name = "signup.html"


                  print(AuthenticationForm)
                """,
            title="a generic view",
        ),
        diff(
            """\
                  from django.contrib.auth import forms
                  from django.shortcuts import render

                + from users.forms import UserCreationForm
                +

                  def signup(request):
                -     form = forms.UserCreationForm(request.POST or None)
                +     form = UserCreationForm(request.POST or None)
                      return render(request, "signup.html", {"form": form})
                """,
            title="called in a view, through the module",
        ),
        Example(
            title="as a string",
            path="blog/conf.py",
            before="""\
                # django.contrib.auth
                SIGNUP_FORM = "django.contrib.auth.forms.UserCreationForm"
                """,
            reports=("US351",),
        ),
        Example(
            title="in the admin, as a base, and a form of the project",
            before="""\
                from django.contrib.auth import get_user_model
                from django.contrib.auth.admin import UserAdmin
                from django.contrib.auth.forms import UserChangeForm, UserCreationForm

                from .forms import SignupForm


                class EditForm(UserChangeForm):
                    class Meta(UserChangeForm.Meta):
                        model = get_user_model()


                class PeopleAdmin(UserAdmin):
                    add_form = UserCreationForm


                print(SignupForm, isinstance(1, UserCreationForm))
                """,
            files={"blog/__init__.py": "", "blog/forms.py": "class SignupForm:\n    pass\n"},
        ),
    ),
)


@rule.on(File)
def point_to_users_app(file: File) -> None:
    module = f"{file.options.app_module}.forms"
    for use in direct_uses(file):
        if file.claimed(use.node) or file.ignored(use.node, rule):
            continue
        if not use.certain:
            _report(file, use, f"This may be Django's own {use.form}, which is made for auth.User.")
        elif not _can_be_made(file, use.form):
            _report(
                file,
                use,
                f"{use.form} is Django's own, made for auth.User, and {module} is there without "
                "one for the user model.",
            )
        else:
            file.wanted.add(f"{module}.{use.form}")
            _import(file, use, module)


def pointed_away(file: File) -> frozenset[str]:
    """The local names that are imported from the users app instead, for all that use them."""
    return frozenset(
        use.node.id
        for use in direct_uses(file)
        if isinstance(use.node, ast.Name)
        and use.certain
        and not file.ignored(use.node, rule)
        and _can_be_made(file, use.form)
    )


def _report(file: File, use: Use, message: str) -> None:
    remedy = (
        f"Derive it in {file.options.app_module}.forms, with `model = User` in its Meta, and "
        "import it from there."
    )
    file.report(rule, use.node, message, remedy, level=Level.TODO)


def _can_be_made(file: File, form: str) -> bool:
    path = f"{file.options.app_path}/forms.py"
    if path not in file.index.tree:
        return True
    module = f"{file.options.app_module}.forms"
    return file.resolver.member(module, form) == {f"{module}.{form}"}


def _import(file: File, use: Use, module: str) -> None:
    """Have the name come from the users app: by another import, or in the place of an attribute."""
    node, alias = use.node, use.binding.node if use.binding else None
    if isinstance(node, ast.Attribute):
        file.report(rule, node, edit=Safe(file.name_for(rule, module, use.form, node)))
        return
    if not isinstance(alias, ast.alias):
        # A star import brought the name, and a later import takes it over.
        file.imports.add(rule, module, use.form, node.id)
        return
    statement = file.parent(alias)
    assert isinstance(statement, ast.ImportFrom)
    file.imports.drop(rule, alias)
    if statement in file.layout.top:
        file.imports.add(rule, module, use.form, node.id)
    else:
        name = use.form if use.form == node.id else f"{use.form} as {node.id}"
        file.imports.beside(rule, statement, f"from {module} import {name}")


@rule.on(Codebase)
def make_forms(codebase: Codebase) -> None:
    """Derive the forms that some file imports from the users app now."""
    options = codebase.options
    path = f"{options.app_path}/forms.py"
    forms = tuple(sorted(name.rpartition(".")[2] for name in codebase.facts))
    if forms and path not in codebase.tree:
        app = replace(users_app(codebase.project, options), forms=forms)
        content = render(app, ["forms.py"])["forms.py"]
        codebase.report(rule, path, edit=Create(path, content, rule.code))


@rule.on(ast.Constant)
def dotted_path(node: ast.Constant, file: File) -> None:
    path = string(node)
    if path is None or not path.startswith(MODULE) or path[len(MODULE) + 1 :] not in NAMES:
        return
    form = path.rpartition(".")[2]
    wanted = f"{file.options.app_module}.forms"
    suggested = file.options.suggested and _can_be_made(file, form)
    if suggested and file.replace_string(rule, node, f"{wanted}.{form}"):
        file.wanted.add(f"{wanted}.{form}")
        return
    file.report(
        rule,
        node,
        f"This names Django's own {form}, which is made for auth.User: the first form sent with it "
        "fails.",
        f"Name `{wanted}.{form}` if this is imported as a form; --suggested does it.",
        level=Level.TODO,
    )
    file.claim(rule, node)
