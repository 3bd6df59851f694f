"""The dotted path of the class in a string: `mock.patch("django.contrib.auth.models.User.save")`.

What it does: rewrites a string that is exactly the dotted path of Django's class, with or without
attributes.

Why it breaks: nothing says so. `mock.patch` puts its patch on a class that nobody uses any more,
and `import_string` gives the swapped class.

What is edited: the path becomes that of the class in the users app.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, string
from transformer.codemod.literals import in_f_string, is_docstring
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.imported import is_annotation
from transformer.spellings import Sure
from transformer.spellings.dotted_path import find

rule = Rule(
    __name__,
    "US322",
    "dotted-path-to-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                  from unittest import mock


                - @mock.patch("django.contrib.auth.models.User.email_user")
                + @mock.patch("users.models.User.email_user")
                  def test_mail(email_user):
                -     with mock.patch('django.contrib.auth.models.User.objects.get', autospec=True):
                +     with mock.patch('users.models.User.objects.get', autospec=True):
                          pass
                """,
            path="blog/tests.py",
        ),
        diff(
            """\
                  from django.utils.module_loading import import_string

                - User = import_string("django.contrib.auth.models.User")
                + User = import_string("shop.people.models.User")
                """,
            title="where the project keeps its apps",
            options={"app": "people", "app_module": "shop.people", "app_path": "shop/people"},
        ),
        Example(
            title="other classes of the module",
            before="""\
                from unittest import mock

                mock.patch("django.contrib.auth.models.UserManager.create_user")
                mock.patch("django.contrib.auth.models.Group.save")
                """,
        ),
    ),
)


@rule.on(ast.Constant)
def dotted_path(node: ast.Constant, file: File) -> None:
    text = string(node) or ""
    if not text.startswith("django.") or in_f_string(file, node) or is_docstring(file, node):
        return
    for path in find(text, file.index):
        whole = path.text == text and path.sure is Sure.CERTAIN
        if whole and not is_annotation(file, node):
            file.report(rule, node, edit=Safe(path.new(file.options), part=path.old))
