"""The label `auth.user` in a text file.

What it does: looks for the label `auth.user` in text files.

Why it breaks: it may be the user model: in a fixture that a document shows, a configuration, a
query. It may be anything else: a key of a configuration, a variable of front-end code, the name of
an event.

What is edited: with `--suggested`, the label. What follows a dot, such as `state.auth.user`, is an
attribute of something else.

What is reported: every place. A `note` is enough where the words read as a key or a variable, in
texts for people, and in files that record the past.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import model_label

rule = Rule(
    __name__,
    "US806",
    "model-label-in-text",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#auth-user-model",
    examples=(
        Example('    "model": "auth.user"\n', path="docs/howto.md", reports=("US806",)),
        Example(
            '    "model": "auth.user"\n',
            '    "model": "users.user"\n',
            path="docs/howto.md",
            options={"suggested": True},
            reports=("US806",),
        ),
        Example(
            "AUTH_USER_MODEL=auth.User\n",
            "AUTH_USER_MODEL=users.User\n",
            path=".env",
            options={"suggested": True},
            reports=("US806",),
        ),
        Example("auth.user = me\n", path="mail.properties", reports=("US806",)),
        Example("return auth.user;\n", path="static/store.js", reports=("US806",)),
        Example("return state.auth.user || auth.username;\n", path="static/store.js"),
    ),
)


@rule.on(PlainText, words=("auth.",))
def labels(file: PlainText) -> None:
    for mention in model_label.find(file.view, file.facts):
        message = f"{mention.text} may be the label of the swapped-out user model."
        remedy = f"If it is the model, write {mention.rewritten(file.options)}."
        if file.kind in {Kind.CODE, Kind.SQL} and not file.value(mention.start, mention.end):
            # What stands in no string is a name of the language's own.
            file.report(rule, mention.start, mention.end, message, remedy, Level.NOTE)
        else:
            is_model = model_label.is_of_row(file.view, mention)
            file.tell(rule, mention, message, remedy, Level.TODO if is_model else Level.NOTE)
