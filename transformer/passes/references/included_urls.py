"""URLs of a package whose pages refuse a user model other than `auth.User`.

What it does: looks at `include("package.urls")` for packages of which this is known.

Why it breaks: the package checks the user model when the page is opened, so that every check of
Django passes and the page answers 500.

What is edited: nothing; a form of the project's own is needed.

What is reported: the include, with what to put above it.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.project.known_packages import known_packages

rule = Rule(
    __name__,
    "US353",
    "included-urls-of-package",
    Level.TODO,
    link="https://django-registration.readthedocs.io/en/3.4/custom-user.html",
    examples=(
        Example(
            title="the default registration form",
            path="mysite/urls.py",
            before="""\
                from django.contrib.auth import views
                from django.urls import include, path

                urlpatterns = [
                    path("accounts/", include("django_registration.backends.one_step.urls")),
                ]
                """,
            reports=("US353",),
        ),
        Example(
            title="URLs that take any user model",
            path="mysite/urls.py",
            before="""\
                from django.urls import include, path

                urlpatterns = [path("accounts/", include("django.contrib.auth.urls"))]
                """,
        ),
    ),
)


INCLUDES = ("django.urls.include", "django.conf.urls.include")


@rule.on(ast.Call, words=("include",))
def included(call: ast.Call, file: File) -> None:
    target = argument(call, 0, "arg")
    first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
    dotted = string(first) or ""
    package = known_packages().get(dotted.partition(".")[0])
    if package is None or not file.means(call.func, *INCLUDES):
        return
    for each in package.include:
        if dotted.startswith(each["module"]):
            file.report(rule, call, each["message"], each["remedy"])
