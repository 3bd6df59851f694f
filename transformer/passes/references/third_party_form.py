"""A form of another package that was made for `auth.User` may still be.

What it does: looks at forms that derive from a registration or user form of another package and
name no model of their own.

Why it breaks: a form of a package that derives from Django's `UserCreationForm` can name
`auth.User` in its `Meta`: it imports, renders, and fails on the first POST, as with US350.

What is edited: nothing, because the package's code is not read.

What is reported: each such form. Those of packages that are known to ask for the user model are
left alone.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.classes import lineage, member
from transformer.codemod.file import File
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.semantics.resolve import UNKNOWN

rule = Rule(
    __name__,
    "US352",
    "user-form-of-package",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#custom-users-and-the-built-in-auth-forms",
    examples=(
        Example(
            path="blog/forms.py",
            before="""\
                from django.contrib.auth.password_validation import validate_password
                from django_registration.forms import RegistrationForm


                class SignupForm(RegistrationForm):
                    class Meta(RegistrationForm.Meta):
                        fields = ["username", "email"]
                """,
            reports=("US352",),
        ),
        Example(
            title="it names the model, or the package asks for it",
            path="blog/forms.py",
            before="""\
                from allauth.account.forms import SignupForm
                from django.contrib.auth import get_user_model
                from django_registration.forms import RegistrationForm


                class FirstForm(RegistrationForm):
                    class Meta(RegistrationForm.Meta):
                        model = get_user_model()


                class SecondForm(SignupForm):
                    pass
                """,
        ),
    ),
)

NAMES = re.compile(r"\.\w*(?:UserCreation|UserChange|Registration)Form\w*$")
# Read: allauth 65, wagtail 7, django-registration-redux 2.13; each has `model = get_user_model()`.
SAFE = ("allauth.", "wagtail.", "registration.")


@rule.on(ast.ClassDef, words=("Form",))
def form(node: ast.ClassDef, file: File) -> None:
    if not any("Form" in ast.unparse(base) for base in node.bases):
        return
    meta = member(node, "Meta")
    if meta is not None and not isinstance(meta, ast.ClassDef):
        return
    if isinstance(meta, ast.ClassDef) and (not meta.bases or member(meta, "model") is not None):
        return
    for dotted, body in lineage(file, node):
        if body is not None and member(body, "Meta") is not None:
            return
        if body is None and dotted != UNKNOWN and NAMES.search(dotted):
            if not dotted.startswith(("django.", *SAFE)) and not _of_project(file, dotted):
                _report(file, node, dotted)
            return


def _of_project(file: File, dotted: str) -> bool:
    return file.resolver.is_module(dotted.partition(".")[0]) or dotted.startswith(
        f"{file.options.app_module}."
    )


def _report(file: File, node: ast.ClassDef, dotted: str) -> None:
    file.report(
        rule,
        node,
        f"{node.name} takes its model from {dotted}, which may be made for auth.User.",
        "Look at its Meta. Where it does not ask for get_user_model(), give this form a "
        "`class Meta` that derives from it and says `model = get_user_model()`.",
    )
