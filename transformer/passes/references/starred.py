"""A name that a star import brought in is bound below the imports.

What it does: binds `User` in the module that has `from django.contrib.auth.models import *`.

Why it breaks: the star import brings the class that is swapped out along with `Group` and
`Permission`, for the module itself and for all that take their names from it: by another star
import, `getattr` or `exec`.

What is edited: the star import stays, and `User = get_user_model()` below the imports takes the
name over, whether or not the module reads it. Modules that take it from there keep every byte.

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
            title="names for others, through two star imports",
            before="""\
                from blog.prelude import *

                print(Group, User.objects.count())
                """,
            files={
                "blog/__init__.py": "",
                "blog/prelude.py": "from blog.people import *\n",
                "blog/people.py": "from django.contrib.auth.models import *\n",
            },
        ),
        diff(
            """\
                + from django.contrib.auth import get_user_model
                  from django.contrib.auth.models import *  # noqa: F403
                +
                + User = get_user_model()
                """,
            title="a module that only hands the names on",
            path="blog/prelude.py",
        ),
        diff(
            """\
                + from django.contrib.auth import get_user_model
                  from django.contrib.auth.admin import *
                +
                + User = get_user_model()

                  print(UserAdmin, User.objects.count())
                """,
            title="another module of Django that holds the user",
        ),
        diff(
            """\
                  from django.contrib.auth.models import *
                  from django.contrib.auth.forms import *
                + from users.models import User

                  print(Group, User.objects.count(), AuthenticationForm)
                """,
            title="two modules that bring the class, with `--style direct`",
            options={"style": "direct"},
        ),
        Example(
            title="a star import that brings no user, and one whose user is replaced",
            before="""\
                from os.path import *

                User = join("a", "b")
                print(User)
                """,
        ),
    ),
)
