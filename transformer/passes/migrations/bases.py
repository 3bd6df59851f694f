"""Proxies and children of the auth user name `users.user` among their bases.

What it does: has proxies and children of the auth user name `users.user` among the bases of their
historical model.

Why it breaks: `bases=('auth.user',)` makes Django build the historical model on a model that is
swapped out: `TypeError: Staff cannot proxy the swapped model 'users.User'`, or, for a model with a
table of its own, `FieldError: Auto-generated field 'user_ptr' … clashes`. Both stop `migrate` and,
with Django before 4.0, `makemigrations` too.

What is edited: the base becomes the label of the new model, which is what Django itself writes; the
migration depends on it (US502).

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US503",
    "migrated-base",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/ref/migration-operations/#createmodel",
    examples=(
        diff(
            """\
                  import django.contrib.auth.models
                + from django.conf import settings
                  from django.db import migrations


                  class Migration(migrations.Migration):

                      dependencies = [
                          ('auth', '0012_alter_user_first_name_max_length'),
                          ('blog', '0001_initial'),
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                      ]

                      operations = [
                          migrations.CreateModel(
                              name='Staff',
                              fields=[],
                              options={'proxy': True, 'indexes': [], 'constraints': []},
                -             bases=('auth.user',),
                +             bases=('users.user',),
                              managers=[
                                  ('objects', django.contrib.auth.models.UserManager()),
                              ],
                          ),
                      ]
                """,
            path="blog/migrations/0002_staff.py",
        ),
        Example(
            title="the class, beside a mixin",
            path="blog/migrations/0002_customer.py",
            before="""\
                from django.contrib.auth.models import User
                from django.db import migrations

                from blog.mixins import Sized


                class Migration(migrations.Migration):
                    dependencies = [("auth", "0001_initial")]
                    operations = [
                        migrations.CreateModel("Customer", fields=[], bases=(Sized, User)),
                    ]
                """,
            after="""\
                from django.conf import settings
                from django.db import migrations

                from blog.mixins import Sized


                class Migration(migrations.Migration):
                    dependencies = [
                        ("auth", "0001_initial"),
                        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                    ]
                    operations = [
                        migrations.CreateModel("Customer", fields=[], bases=(Sized, "users.user")),
                    ]
                """,
        ),
        Example(
            title="other bases",
            path="blog/migrations/0002_editors.py",
            before="""\
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    dependencies = []
                    operations = [
                        migrations.CreateModel(name="Editors", fields=[], bases=("auth.group",)),
                        migrations.CreateModel(name="Note", fields=[], bases=(models.Model,)),
                    ]
                """,
        ),
    ),
)


@rule.on(ast.Call, priority=3)
def base(call: ast.Call, file: File) -> None:
    bases = argument(call, 3 if last_name(call.func) == "CreateModel" else None, "bases")
    if not isinstance(bases, (ast.Tuple, ast.List)):
        return
    for node in bases.elts:
        label = string(node)
        if label is not None and is_label(label):
            assert isinstance(node, ast.Constant)
            model = label.partition(".")[2]
            file.replace_string(rule, node, f"{file.options.app}.{model}")
        elif file.is_auth_user(node):
            file.report(rule, node, edit=Safe(file.quoted(f"{file.options.app}.user")))
