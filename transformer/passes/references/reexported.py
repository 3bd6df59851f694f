"""A name that another module of the project merely imported is bound where it is used.

What it does: gives a module its own binding for a `User` that it imports from another module of the
project which merely imported it.

Why it breaks: `from .models import User` works only as long as `models.py` happens to import the
auth user; once its own references are rewritten, the name is gone or means the swapped class.

What is edited: the importing module gets its own `User = get_user_model()`. A class of the project
that is called `User` is another thing and is left alone.

What is reported: nothing.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, diff
from transformer.findings import Level

rule = Rule(
    __name__,
    "US305",
    "reexported-auth-user",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    examples=(
        diff(
            """\
                - from .models import Post, User
                + from django.contrib.auth import get_user_model
                +
                + from .models import Post
                +
                + User = get_user_model()


                  def authors():
                      return User.objects.filter(post__in=Post.objects.all())
                """,
            files={
                "blog/__init__.py": "",
                "blog/models.py": """\
                    from django.contrib.auth.models import User
                    from django.db import models


                    class Post(models.Model):
                        author = models.ForeignKey(User, models.CASCADE)
                    """,
            },
        ),
        Example(
            title="a model of the project",
            before="""\
                from .models import User

                print(User.objects.count())
                """,
            files={
                "blog/__init__.py": "",
                "blog/models.py": """\
                    from django.db import models


                    class User(models.Model):
                        pass
                    """,
            },
        ),
    ),
)
