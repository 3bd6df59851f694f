"""django-simple-history keeps the history of users in a table that is named after their app.

What it does: finds `simple_history.register(User)` of django-simple-history.

Why it breaks: django-simple-history puts `HistoricalUser` into the app of the model: the table
`auth_historicaluser` becomes `users_historicaluser`, which no migration makes, and the history so
far is out of sight.

What is edited: nothing.

What is reported: each call, unless it says with `app=` where the history belongs: then table and
migrations are the project's own, and nothing moves.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument
from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level

rule = Rule(
    __name__,
    "US364",
    "history-of-user",
    Level.BLOCKER,
    link="https://django-simple-history.readthedocs.io/en/latest/quick_start.html#track-history",
    examples=(
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.contrib.auth import get_user_model
                  from simple_history import register

                + User = get_user_model()
                +
                  register(User)
                """,
            path="blog/models.py",
            reports=("US364",),
        ),
        Example(
            title="in an app of the project, or of another model",
            path="blog/models.py",
            before="""\
                import simple_history
                from django.contrib.auth import get_user_model
                from django.contrib.auth.models import Group

                simple_history.register(get_user_model(), app="blog")
                simple_history.register(Group)
                """,
        ),
    ),
)


@rule.on(ast.Call, words=("simple_history",))
def history(call: ast.Call, file: File) -> None:
    if not file.means(call.func, "simple_history.register", "simple_history.utils.register"):
        return
    model = argument(call, 0, "model")
    if file.is_auth_user(model) and argument(call, 1, "app") is None:
        file.report(
            rule,
            call,
            "The history of the users is kept in auth_historicaluser, a table of django.contrib."
            f"auth, and would move to {file.options.app}_historicaluser, which is not there.",
            'Say where it belongs in a release before this one: `register(User, app="…", '
            'table_name="auth_historicaluser")`, with an app of the project and its migration.',
        )
