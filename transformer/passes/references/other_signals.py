"""A label as the sender of a signal that does not resolve labels.

What it does: looks for a label as the sender of a signal other than Django's model signals.

Why it breaks: `user_logged_in.connect(f, sender="auth.User")` compares the string with a class.
Only the signals of `django.db.models.signals` resolve a label, so this receiver does not run today,
and will not after the migration.

What is edited: with `--suggested` the class is written that was meant, `get_user_model()`. The
receiver then starts to run, which is why that is not done unasked.

What is reported: each such receiver.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, text_of
from transformer.codemod.literals import literals
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.references.model_signals import MODEL_SIGNALS, signals_and_sender
from transformer.spellings.model_label import is_label_or_relation

rule = Rule(
    __name__,
    "US312",
    "label-as-sender-of-other-signal",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/signals/#connecting-to-signals-sent-by-specific-senders",
    examples=(
        Example(
            path="blog/signals.py",
            before="""\
                from django.contrib.auth.signals import user_logged_in

                user_logged_in.connect(print, sender="auth.User")
                """,
            reports=("US312",),
        ),
        diff(
            """\
                + from django.contrib.auth import get_user_model
                  from django.contrib.auth.signals import user_logged_in

                - user_logged_in.connect(print, sender="auth.User")
                + user_logged_in.connect(print, sender=get_user_model())
                """,
            path="blog/signals.py",
            reports=("US312",),
            options={"suggested": True},
        ),
        Example(
            title="a sender of another kind",
            path="blog/signals.py",
            before="""\
                from django.contrib.auth.signals import user_logged_in

                user_logged_in.connect(print, sender="auth.session")
                """,
        ),
    ),
)


@rule.on(ast.Call, words=("connect", "sender"))
def connection(call: ast.Call, file: File) -> None:
    signals, sender = signals_and_sender(call, file)
    if sender is None or all(file.means(signal, *MODEL_SIGNALS) for signal in signals):
        return
    for literal in literals(file, sender):
        if is_label_or_relation(text_of(literal)):
            answer(file, literal, direct=literal is sender)


def answer(file: File, literal: ast.expr, direct: bool) -> None:
    message = "Only Django's model signals resolve a label; this receiver never runs."
    remedy = "Write `sender=get_user_model()` if it shall run for users, else delete it."
    if file.options.suggested and direct:
        call = file.name_for(rule, "django.contrib.auth", "get_user_model", literal)
        if file.report(rule, literal, edit=Safe(f"{call}()")):
            file.report(rule, literal, f"{message} It was given the class.", level=Level.REVIEW)
    else:
        file.report(rule, literal, message, remedy)
