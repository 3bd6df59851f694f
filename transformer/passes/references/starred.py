"""A name that a star import brought in is bound below the imports.

What it does: binds the names for the auth user that a file uses and a star import brought in.

Why it breaks: as with US301; the star import brings the swapped class along with `Group` and
`Permission`.

What is edited: the star import stays, and `User = get_user_model()` below the imports takes the
name over.

What is reported: nothing.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level

rule = Rule(
    __name__,
    "US306",
    "starred-auth-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                + from django.contrib.auth import get_user_model
                  from django.contrib.auth.models import *

                + User = get_user_model()
                +
                  print(Group, User.objects.count())
                """,
        ),
        Example(
            title="a star import that brings no user",
            before="""\
                from os.path import *

                User = join("a", "b")
                print(User)
                """,
        ),
    ),
)
