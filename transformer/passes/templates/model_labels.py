"""The label of the user model as a string in a template: `{% get_comment_count for auth.user 1 %}`.

Tags that take a model by its label look for `auth.user`, which is swapped out: they raise, or find
nothing.

The tags of django-contrib-comments (`… for auth.user …`) are rewritten. A string that is exactly
the label is a suggestion, since the tag decides what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.matches import Match
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.templates.template import Names, Template

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

_COMMENTS = re.compile(rb"\{%-?\s*(?:get|render)_\w+\s+for\s+(auth)\.user\s", re.IGNORECASE)


def matches(template: Template, names: Names) -> Iterator[Match]:
    for piece in template.pieces:
        if piece.is_code and (found := _COMMENTS.match(piece.code)):
            yield _match(piece.start + found.start(1), names, certain=True)
        for string in piece.strings:
            if string.value.lower() == "auth.user":
                yield _match(string.start, names, certain=False)


def _match(start: int, names: Names, certain: bool) -> Match:
    return Match(
        rule,
        start,
        start + len(b"auth"),
        "This is the label of the swapped-out user model.",
        f"If the tag looks up a model by it, write {names.app}.User.",
        names.label,
        certain,
    )
