"""The label `auth.user` in a text file.

What it does: looks for the label `auth.user` in text files.

Why it breaks: it may be the user model: in a fixture that a document shows, a configuration, a
query. It may be anything else: an attribute in front-end code, a key of a configuration, the name
of an event.

What is edited: with `--suggested`, a label beside a key `model`.

What is reported: every place. A `note` is enough where the words read as an attribute or a key, in
prose, and in files that record the past.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, Suggested
from transformer.findings import Level
from transformer.formats.kinds import Kind
from transformer.passes.texts.plain_text import PlainText

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
        Example("smtp.auth.user = me\n", path="mail.properties", reports=("US806",)),
        Example("return state.auth.user;\n", path="static/store.js", reports=("US806",)),
        Example("return state.auth.username;\n", path="static/store.js"),
    ),
)

_LABEL = re.compile(rb"(?<![A-Za-z0-9_])auth\.[uU]ser(?![A-Za-z0-9])")
_MODEL = re.compile(rb"(?i)(?:\b|_)models?[\"']?\s*[:=]\s*\[?\s*[\"']?$")
_KEY = re.compile(rb"auth\.[uU]ser\w*[\"']?\s*[=:]")


@rule.on(PlainText, words=("auth.",))
def labels(file: PlainText) -> None:
    app = file.options.app
    for found in _LABEL.finditer(file.view):
        before, after = file.before(found.start()), file.after(found.start())
        is_model = bool(_MODEL.search(before)) and not file.is_record
        elsewhere = (
            before.endswith((b".", b"$", b"@"))
            or after[len("auth.user") : len("auth.user_")] == b"_"
            or (bool(_KEY.match(after)) and not is_model)
            or (file.kind in {Kind.CODE, Kind.SQL} and not file.quoted(*found.span()))
        )
        quiet = not is_model and (elsewhere or file.is_record or file.kind is Kind.DOCS)
        file.report(
            rule,
            found.start(),
            found.start() + len("auth"),
            f"{found[0].decode()} may be the label of the swapped-out user model.",
            f"If it is the model, write {app}{found[0][4:].decode()}.",
            Level.NOTE if quiet else Level.TODO,
            Suggested(app) if is_model else None,
        )
