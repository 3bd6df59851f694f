"""The label of the user model as a string in a template: `{% get_comment_count for auth.user 1 %}`.

What it does: rewrites the label of the user in tags that take a model by its label.

Why it breaks: a tag that looks for `auth.user`, which is swapped out, raises or finds nothing.

What is edited: the tags of django-contrib-comments (`… for auth.user …`). A string that is exactly
the label is only edited with `--suggested`, since the tag decides what it means.

What is reported: such a string.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level
from transformer.passes.templates.lexing import Piece, Quoted
from transformer.passes.templates.template import Template
from transformer.spellings import model_label, read

rule = Rule(
    __name__,
    "US608",
    "model-label-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#auth-user-model",
    examples=(
        Example(
            "{% get_comment_count for auth.user 1 as n %}\n",
            "{% get_comment_count for users.user 1 as n %}\n",
            path="templates/base.html",
        ),
        Example(
            "{% model_icon 'auth.User' %}\n",
            path="templates/base.html",
            reports=("US608",),
        ),
        Example(
            "{% model_icon 'auth.User' %}\n",
            "{% model_icon 'users.User' %}\n",
            path="templates/base.html",
            options={"suggested": True},
            reports=("US608",),
        ),
        Example("{{ auth.user.name }}\n", path="templates/base.html", title="a variable"),
    ),
)


_COMMENTS = re.compile(rb"\{%-?\s*(?:get|render)_\w+\s+for\s+(auth\.\w+)\s")
MESSAGE = "This is the label of the swapped-out user model."


@rule.on(Piece, spelled=True)
def comments(piece: Piece, file: Template) -> None:
    found = _COMMENTS.match(piece.code) if piece.is_code else None
    if found and model_label.is_label(read(found[1])):
        at = piece.start + found.start(1)
        file.report(rule, at, at + len("auth"), edit=Safe(file.options.app))


@rule.on(Quoted, spelled=True)
def string(string: Quoted, file: Template) -> None:
    for mention in model_label.find(string.value, file.facts):
        if mention.text == string.value:
            remedy = f"If the tag looks up a model by it, write {file.options.user_model}."
            file.tell(rule, mention, string.start, MESSAGE, remedy, sure=False)
