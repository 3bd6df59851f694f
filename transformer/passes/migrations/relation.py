"""Relations in the history point to `settings.AUTH_USER_MODEL`.

What it does: has relations in the history point to `settings.AUTH_USER_MODEL`.

Why it breaks: `to="auth.User"` stands in migrations that were written by hand, or by a Django that
did not know the setting. `makemigrations` wants to alter the field in every such app, and on a
fresh PostgreSQL database the migration fails with `relation "auth_user" does not exist`.

What is edited: the target becomes the setting, as `makemigrations` writes it; so does the argument
of `swappable_dependency("auth.User")`.

What is reported: nothing.
"""

from __future__ import annotations

import ast

from transformer.codemod.file import File, argument, string
from transformer.codemod.literals import last_name
from transformer.codemod.rules import Example, Rule, Safe, diff
from transformer.findings import Level
from transformer.passes.migrations.anatomy import constant_of
from transformer.passes.references.relation_fields import RELATIONS, SUFFIXES
from transformer.spellings.model_label import is_label

rule = Rule(
    __name__,
    "US501",
    "migrated-relation",
    Level.REVIEW,
    neutral=True,
    link="https://docs.djangoproject.com/en/stable/topics/migrations/#swappable-dependencies",
    examples=(
        diff(
            """\
                + from django.conf import settings
                  from django.db import migrations, models
                  from django.db.models import CASCADE
                  import django.db.models.deletion


                  class Migration(migrations.Migration):

                      initial = True

                      dependencies = [
                          ('auth', '0012_alter_user_first_name_max_length'),
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                      ]

                      operations = [
                          migrations.CreateModel(
                              name='Post',
                              fields=[
                                  ('id', models.AutoField(primary_key=True)),
                -                 ('by', models.ForeignKey('auth.user', CASCADE)),
                +                 ('by', models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE)),
                                  ('team', models.ForeignKey(on_delete=CASCADE, to='auth.group')),
                              ],
                          ),
                      ]
                """,
            path="blog/migrations/0001_initial.py",
        ),
        diff(
            """\
                - from django.contrib.auth.models import User
                + from django.conf import settings
                  from django.db import migrations, models


                  class Migration(migrations.Migration):
                      dependencies = [
                -         migrations.swappable_dependency("auth.User"),
                +         migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                      ]
                      operations = [
                          migrations.AddField(
                -             "post", "readers", models.ManyToManyField(User)
                +             "post", "readers", models.ManyToManyField(settings.AUTH_USER_MODEL)
                          ),
                      ]
                """,
            title="the class, and a dependency on it by name",
            path="blog/migrations/0002_readers.py",
        ),
        Example(
            title="as makemigrations writes it",
            path="blog/migrations/0001_initial.py",
            before="""\
                from django.conf import settings
                from django.db import migrations, models
                from django.db.models import CASCADE


                class Migration(migrations.Migration):
                    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
                    operations = [
                        migrations.AddField(
                            "post",
                            "author",
                            models.ForeignKey(to=settings.AUTH_USER_MODEL, on_delete=CASCADE),
                        ),
                    ]
                """,
        ),
    ),
)


@rule.on(ast.Call, priority=3)
def relation(call: ast.Call, file: File) -> None:
    name = last_name(call.func)
    if name == "swappable_dependency":
        target = argument(call, 0, "value")
    else:
        # Nothing but a relation takes a model's label as ``to``.
        by_position = 0 if name.endswith(SUFFIXES) or name in RELATIONS else None
        target = argument(call, by_position, "to")
    if target is None:
        return
    label = string(target) or constant_of(file, target)
    if file.is_auth_user(target) or (label is not None and is_label(label)):
        file.report(rule, target, edit=Safe(file.user_setting(rule, target)))
