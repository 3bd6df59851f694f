"""The name of a template that moves, in Python: `template_name = "auth/user_list.html"`.

What it does: rewrites the names of templates that move (US606) in Python.

Why it breaks: a view or a test that spells out the old name no longer finds the file.

What is edited: a string constant that is exactly the old name, wherever it stands.

What is reported: a string that only holds the name, such as part of a longer path or of an
f-string.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, text_of
from transformer.codemod.literals import in_f_string
from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level

rule = Rule(
    __name__,
    "US610",
    "moved-template-in-python",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/templates/#django.template.loader.get_template",
    examples=(
        Example(
            "class People(ListView):\n    template_name = 'auth/user_list.html'\n",
            "class People(ListView):\n    template_name = 'users/user_list.html'\n",
            files={"templates/auth/user_list.html": "x\n"},
        ),
        Example(
            "NAME = f'{SKIN}/auth/user_list.html'\n",
            files={"templates/auth/user_list.html": "x\n"},
            reports=("US610",),
        ),
        Example("NAME = 'auth/user_list.html'\n", title="no such file here"),
    ),
)


@rule.on(ast.Constant, ast.JoinedStr)
def name(node: ast.Constant | ast.JoinedStr, file: File) -> None:
    text = text_of(node)
    old = next((old for old in file.facts.moved if text and old in text), None)
    if old is None or in_f_string(file, node):
        return
    new = file.facts.moved[old]
    if text == old and not isinstance(file.parent(node), ast.BinOp):
        file.report(rule, node, edit=Safe(new, part=old))
    else:
        message = f"The template {old} moves to {new}."
        file.report(rule, node, message, f"Write {new} where that template is meant.")
