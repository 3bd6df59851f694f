"""Receivers of model signals name their sender by `settings.AUTH_USER_MODEL`.

What it does: rewrites the sender of the signals of `django.db.models.signals`, in `connect`,
`disconnect` and `@receiver`, also for a list of signals.

Why it breaks: `post_save.connect(f, sender="auth.User")` waits for a class that nobody saves any
more: the receiver never runs again, and nothing says so.

What is edited: these signals resolve a string, so the sender becomes `settings.AUTH_USER_MODEL`. A
class given to `disconnect` stays one, for with a string it does not say whether it found the
receiver; so does `sender=User.groups.through`: `User` is bound to the new class. With `--style
direct` a class stays a class.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, text_of
from transformer.codemod.literals import last_name, literals
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.spellings.model_label import is_label, is_label_or_relation

MODEL_SIGNALS = frozenset(
    f"django.db.models.signals.{name}"
    for name in (
        *("pre_init", "post_init", "pre_save", "post_save", "pre_delete", "post_delete"),
        "m2m_changed",
    )
)

rule = Rule(
    __name__,
    "US311",
    "model-signal-of-auth-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.conf import settings
                  from django.db.models.signals import post_delete, post_save
                  from django.dispatch import receiver


                - @receiver(post_save, sender=User)
                + @receiver(post_save, sender=settings.AUTH_USER_MODEL)
                  def greet(sender, instance, **kwargs):
                      instance.profile.greet()


                  def bury(sender, **kwargs):
                      pass


                - post_delete.connect(bury, 'auth.User')
                - post_delete.disconnect(bury, "auth.user")
                + post_delete.connect(bury, settings.AUTH_USER_MODEL)
                + post_delete.disconnect(bury, settings.AUTH_USER_MODEL)
                """,
            path="blog/signals.py",
        ),
        diff(
            """\
                  from django.conf import settings
                  from django.db.models import signals
                  from django.dispatch import receiver


                - @receiver([signals.pre_save, signals.post_save], sender="auth.user")
                + @receiver([signals.pre_save, signals.post_save], sender=settings.AUTH_USER_MODEL)
                  def note(sender, **kwargs):
                      pass
                """,
            title="a list of signals, through their module",
            path="blog/signals.py",
        ),
        diff(
            """\
                  from django.db.models.signals import m2m_changed, post_save

                - for label in ("auth.User", "auth.Group"):
                + for label in ("users.User", "auth.Group"):
                      post_save.connect(print, sender=label)
                - m2m_changed.connect(print, sender="auth.User_groups")
                + m2m_changed.connect(print, sender="users.User_groups")
                """,
            title="labels in a loop, and a table of relations",
            path="blog/signals.py",
        ),
        Example(
            title="direct style",
            path="blog/signals.py",
            before="""\
                from django.db.models.signals import post_save
                from users.models import User

                post_save.connect(print, sender=User)
                """,
            options={"style": "direct"},
        ),
        Example(
            title="groups, and a table of relations through the bound class",
            path="blog/signals.py",
            before="""\
                from django.contrib.auth import get_user_model
                from django.db.models.signals import m2m_changed, post_save

                User = get_user_model()
                post_save.connect(print, sender="auth.Group")
                m2m_changed.connect(print, sender=User.groups.through)
                """,
        ),
    ),
)

RECEIVERS = ("django.dispatch.receiver", "django.dispatch.dispatcher.receiver")


@rule.on(ast.Call, words=("connect", "sender"))
def connection(call: ast.Call, file: File) -> None:
    signals, sender = signals_and_sender(call, file)
    if sender is None or not all(file.means(signal, *MODEL_SIGNALS) for signal in signals):
        return
    if file.is_auth_user(sender):
        if file.options.style != "direct" and last_name(call.func) != "disconnect":
            file.report(rule, sender, edit=Safe(file.user_setting(rule, sender)))
        return
    for literal in literals(file, sender):
        text = text_of(literal)
        if literal is sender and is_label(text):
            file.report(rule, literal, edit=Safe(file.user_setting(rule, literal)))
        elif is_label_or_relation(text) and not file.options.prepare:
            file.report(rule, literal, edit=Safe(f"{file.options.app}.", part="auth."))


def signals_and_sender(call: ast.Call, file: File) -> tuple[list[ast.expr], ast.expr | None]:
    """The signals that a call connects or disconnects, and their sender, if it names one."""
    func = call.func
    if isinstance(func, ast.Attribute) and func.attr in ("connect", "disconnect"):
        return [func.value], argument(call, 1, "sender")
    sender = argument(call, None, "sender")
    if sender is not None and call.args and file.means(func, *RECEIVERS):
        first = call.args[0]
        signals = first.elts if isinstance(first, (ast.List, ast.Tuple, ast.Set)) else [first]
        return signals, sender
    return [], None
