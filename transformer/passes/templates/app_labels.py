"""A template that compares the app label with `auth`: `{% if opts.app_label == 'auth' %}`.

What it does: looks at comparisons of the app label with `auth`, as overridden admin templates make
them to treat the pages of the user differently.

Why it breaks: nothing says so. The comparison is false for the user and still true for groups.

What is edited: the label, where the same tag also compares the model with `user`. Otherwise it is
only edited with `--suggested`.

What is reported: what is not edited, since the groups may be meant, too.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Safe, Suggested
from transformer.findings import Level
from transformer.passes.templates.lexing import Piece
from transformer.passes.templates.template import Template

rule = Rule(
    __name__,
    "US609",
    "app-label-in-template",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#overriding-admin-templates",
    examples=(
        Example(
            "{% if opts.app_label == 'auth' and opts.model_name == 'user' %}x{% endif %}\n",
            "{% if opts.app_label == 'users' and opts.model_name == 'user' %}x{% endif %}\n",
            path="templates/admin/change_form.html",
        ),
        Example(
            '{% if app.app_label == "auth" %}x{% endif %}\n',
            path="templates/admin/index.html",
            reports=("US609",),
        ),
        Example('{% if page.section == "auth" %}x{% endif %}\n', path="templates/base.html"),
    ),
)

_LABEL = re.compile(
    rb"\bapp_label\s*(?:==|!=|\bin\b)[^%}]*?(['\"])auth\1|(['\"])auth\2\s*[!=]=\s*[\w.]*\bapp_label"
)
_OTHERWISE = re.compile(rb"\b(or|not)\b|!=")
_MODEL = re.compile(rb"\b(?:model_name|object_name|model)\s*==\s*(['\"])[uU]ser\1")


@rule.on(Piece, spelled=True)
def comparison(piece: Piece, file: Template) -> None:
    if not piece.is_code or not _LABEL.search(piece.source):
        return
    app = file.options.app
    labels = [string for string in piece.strings if string.value == "auth"]
    of_user = len(labels) == 1 and _MODEL.search(piece.source) and not _OTHERWISE.search(piece.code)
    for string in labels:
        file.report(
            rule,
            string.start,
            string.end,
            "This compares an app label with 'auth', which the user no longer has.",
            f"Compare with '{app}' where users are meant, with both where any are.",
            edit=Safe(app) if of_user else Suggested(app),
        )
