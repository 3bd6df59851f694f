"""A name that another module of the project merely imported is bound where it is used.

What it does: gives a module its own binding for a `User` that it imports from another module of the
project which merely imported it for its own use.

Why it breaks: `from .models import User` works only as long as `models.py` happens to import the
auth user; once its own references are rewritten, the name is gone or means the swapped class.

What is edited: the importing module gets its own `User = get_user_model()`. Where the other module
goes on holding the name, the importer keeps every byte: that module says that the name is for
others (`__all__`, a package, `# noqa`), or only imports it for them, or binds it at its top as it
is not loaded with the models. A class of the project that is called `User` is left alone.

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
            title="a module that passes the name on",
            before="""\
                import blog.people
                from blog import people as folk
                from blog.people import Member, User as Person

                print(Person.objects, Member.objects, blog.people.User.objects, folk.User.objects)
                """,
            files={
                "blog/__init__.py": "",
                "blog/people.py": """\
                    from django.contrib.auth.models import Group, User

                    Member = User
                    """,
            },
        ),
        diff(
            """\
                + from django.conf import settings
                  from django.db import models

                - from blog.people import User
                -

                  class Post(models.Model):
                -     author = models.ForeignKey(User, models.CASCADE)
                +     author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
                """,
            title="a relation needs no name, whoever holds it",
            path="blog/models.py",
            files={
                "blog/__init__.py": "",
                "blog/people.py": "from django.contrib.auth.models import User  # noqa\n",
            },
        ),
        diff(
            """\
                - from blog.people import User
                + from django.contrib.auth import get_user_model
                +
                + User = get_user_model()

                  print(User.objects.count())
                """,
            title="a name that the other module has only on some ways",
            files={
                "blog/__init__.py": "",
                "blog/people.py": """\
                    def people():
                        from blog.other import User
                        return User

                    if people:
                        from django.contrib.auth.models import User
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
