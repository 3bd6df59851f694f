"""A form that derives from Django's user forms names the user model.

What it does: gives a form that derives from Django's user forms the user model.

Why it breaks: `UserCreationForm` and `UserChangeForm` are made for `auth.User` by their `Meta`. A
subclass that does not say otherwise imports, renders, and answers the first POST with
`AttributeError: Manager isn't available; 'auth.User' has been swapped for 'users.User'`.

What is edited: a subclass without `Meta` gets one, and a `Meta(UserCreationForm.Meta)` without
`model` gets `model = get_user_model()`, as Django's documentation says for custom user models.

What is reported: a `Meta` or a form of which another base may name the model, and one whose body
has no room for the line.
"""

from __future__ import annotations

import ast

from transformer.codemod.class_body import add_class, add_statement, has_room
from transformer.codemod.classes import lineage, member
from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level
from transformer.passes.references.stock_form import pointed_away
from transformer.passes.references.stock_forms import STOCK
from transformer.semantics.resolve import UNKNOWN

rule = Rule(
    __name__,
    "US350",
    "user-form-without-model",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-the-built-in-auth-forms",
    examples=(
        diff(
            """\
                  from django import forms
                + from django.contrib.auth import get_user_model
                  from django.contrib.auth.forms import UserCreationForm


                  class SignupForm(UserCreationForm):
                      email = forms.EmailField()

                +     class Meta(UserCreationForm.Meta):
                +         model = get_user_model()
                +
                      def clean_email(self):
                          return self.cleaned_data["email"]
                """,
            title="no Meta",
            path="blog/forms.py",
        ),
        diff(
            """\
                - from django.contrib.auth import forms
                + from django.contrib.auth import forms, get_user_model


                  class SignupForm(forms.UserCreationForm):
                      class Meta(forms.UserCreationForm.Meta):
                +         model = get_user_model()
                          fields = ("username", "email")


                  class EditForm(forms.UserChangeForm):
                -     pass
                +     class Meta(forms.UserChangeForm.Meta):
                +         model = get_user_model()
                """,
            title="a Meta without model",
            path="blog/forms.py",
        ),
        Example(
            title="a base of another package, whose Meta cannot be seen",
            path="blog/forms.py",
            before="""\
                from crispy_people.forms import PrettyForm
                from django.contrib.auth.forms import UserCreationForm


                class SignupForm(PrettyForm, UserCreationForm):
                    pass
                """,
            reports=("US350",),
        ),
        Example(
            title="the model is named, here or in a class between",
            path="blog/forms.py",
            before="""\
                from django import forms
                from django.contrib.auth import get_user_model
                from django.contrib.auth.forms import AuthenticationForm, UserCreationForm


                class BaseForm(forms.ModelForm):
                    class Meta:
                        model = get_user_model()
                        fields = ["username"]


                class SignupForm(BaseForm, UserCreationForm):
                    pass


                class OtherForm(UserCreationForm):
                    class Meta(UserCreationForm.Meta):
                        model = get_user_model()


                class LoginForm(AuthenticationForm):
                    pass
                """,
        ),
    ),
)


@rule.on(ast.ClassDef)
def form(node: ast.ClassDef, file: File) -> None:
    if node.name == "Meta":
        _meta(node, file)
    elif file.mentions(b"Form") and node.bases and member(node, "Meta") is None:
        _without_meta(node, file)


def _meta(node: ast.ClassDef, file: File) -> None:
    """``class Meta(UserCreationForm.Meta)`` without a model."""
    metas = tuple(f"{stock}.Meta" for stock in STOCK)
    base = next((base for base in node.bases if file.means(base, *metas)), None)
    if base is None or member(node, "model") is not None or _pointed_away(file, base):
        return
    if base is not node.bases[0]:
        file.report(
            rule,
            node,
            "This Meta takes the model of Django's own user form, unless the class before it "
            "names one.",
            "Add `model = get_user_model()` to it if it does not.",
            level=Level.TODO,
        )
        return
    call = file.name_for(rule, "django.contrib.auth", "get_user_model", node)
    add_statement(file, rule, node, f"model = {call}()")


def _without_meta(node: ast.ClassDef, file: File) -> None:
    """A subclass whose Meta is that of Django's own form."""
    base = next((base for base in node.bases if file.means(base, *STOCK)), None)
    if base is None or _pointed_away(file, base):
        return
    unseen = False
    for earlier in node.bases[: node.bases.index(base)]:
        within = ast.ClassDef("", [earlier], [], [], [])
        for dotted, found in lineage(file, within):
            if found is not None and member(found, "Meta") is not None:
                return
            if dotted in STOCK:
                # That class gets a Meta of its own, and this one inherits it.
                return
            unseen = unseen or dotted == UNKNOWN or not (found or dotted.startswith("django."))
    if unseen and not file.options.suggested:
        _report(node, file, "One of its other bases may bring a Meta that names another model.")
        return
    if not has_room(file, node):
        _report(node, file, "Its body shares the line of its class.")
        return
    call = file.name_for(rule, "django.contrib.auth", "get_user_model", node)
    header = f"Meta({file.text.segment(base)}.Meta)"
    add_class(file, rule, node, header, f"model = {call}()")


def _report(node: ast.ClassDef, file: File, reason: str) -> None:
    file.report(
        rule,
        node,
        f"{node.name} takes its model from Django's own user form, which is made for auth.User. "
        + reason,
        "Give it a Meta that derives from that of the form and says `model = get_user_model()`.",
        level=Level.TODO,
    )


def _pointed_away(file: File, base: ast.expr) -> bool:
    """Whether the form comes from the users app afterwards, with the right model."""
    while isinstance(base, ast.Attribute):
        base = base.value
    return isinstance(base, ast.Name) and base.id in pointed_away(file)
