"""Histories as projects have them, and what becomes of them when they are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent


@dataclass(frozen=True)
class Shape:
    """``files`` are those of the apps ``apps``, as the old code has them.

    ``left`` is part of what a fresh database says when only the migrations are not rewritten, or
    "" where it says nothing and holds something else. ``strategy`` is that of this experiment: the
    bridge brings the user model in with the first migration of ``auth``, which hides a missing
    dependency until ``finalize``.
    """

    name: str
    apps: tuple[str, ...]
    files: Mapping[str, str]
    left: str
    strategy: str = "bridge"
    modules: Mapping[str, str] = field(default_factory=dict)


def app(label: str, models: str, **migrations: str) -> dict[str, str]:
    """The files of an app; a migration's name has an underscore before it."""
    files = {
        f"{label}/__init__.py": "",
        f"{label}/models.py": "from django.db import models\n" + dedent(models),
        f"{label}/migrations/__init__.py": "",
    }
    for name, text in migrations.items():
        source = "from django.db import migrations, models\n" + dedent(text)
        files[f"{label}/migrations/{name[1:]}.py"] = source
    return files


SHAPES = (
    Shape(
        "relations by label",
        ("articles",),
        app(
            "articles",
            """\
            from django.contrib.auth.models import User


            class Article(models.Model):
                author = models.ForeignKey(User, models.CASCADE)
                editor = models.ForeignKey("auth.User", models.CASCADE, related_name="+")
                readers = models.ManyToManyField(User, related_name="read")
            """,
            _0001_initial="""\
            class Migration(migrations.Migration):
                initial = True
                dependencies = [("auth", "0001_initial")]
                operations = [
                    migrations.CreateModel(
                        name="Article",
                        fields=[
                            ("id", models.AutoField(auto_created=True, primary_key=True,
                                serialize=False, verbose_name="ID")),
                            ("author", models.ForeignKey("auth.User", on_delete=models.CASCADE)),
                            ("editor", models.ForeignKey(on_delete=models.CASCADE,
                                related_name="+", to="auth.user")),
                        ],
                    ),
                    migrations.AddField(
                        model_name="article",
                        name="readers",
                        field=models.ManyToManyField(related_name="read", to="auth.User"),
                    ),
                ]
            """,
        ),
        left="SystemExit: 1",
    ),
    Shape(
        "the setting without the dependency",
        ("books",),
        app(
            "books",
            """\
            from django.conf import settings


            class Book(models.Model):
                owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
            """,
            _0001_initial="""\
            from django.conf import settings


            class Migration(migrations.Migration):
                initial = True
                dependencies = [("auth", "0001_initial")]
                operations = [
                    migrations.CreateModel(
                        name="Book",
                        fields=[
                            ("id", models.AutoField(auto_created=True, primary_key=True,
                                serialize=False, verbose_name="ID")),
                            ("owner", models.ForeignKey(on_delete=models.CASCADE,
                                to=settings.AUTH_USER_MODEL)),
                        ],
                    ),
                ]
            """,
        ),
        left="Related model 'users.user' cannot be resolved",
        strategy="command",
    ),
    Shape(
        "proxy",
        ("clerks",),
        app(
            "clerks",
            """\
            from django.contrib.auth.models import User


            class Clerk(User):
                class Meta:
                    proxy = True
            """,
            _0001_initial="""\
            import django.contrib.auth.models


            class Migration(migrations.Migration):
                initial = True
                dependencies = [("auth", "0009_alter_user_last_name_max_length")]
                operations = [
                    migrations.CreateModel(
                        name="Clerk",
                        fields=[],
                        options={"proxy": True, "indexes": [], "constraints": []},
                        bases=("auth.user",),
                        managers=[("objects", django.contrib.auth.models.UserManager())],
                    ),
                ]
            """,
        ),
        left="cannot proxy the swapped model",
    ),
    Shape(
        "model with the user as its parent",
        ("customers",),
        app(
            "customers",
            """\
            from django.contrib.auth.models import User


            class Customer(User):
                points = models.IntegerField(default=0)
            """,
            _0001_initial="""\
            import django.contrib.auth.models
            from django.conf import settings


            class Migration(migrations.Migration):
                initial = True
                dependencies = [("auth", "0009_alter_user_last_name_max_length")]
                operations = [
                    migrations.CreateModel(
                        name="Customer",
                        fields=[
                            ("user_ptr", models.OneToOneField(auto_created=True,
                                on_delete=models.CASCADE, parent_link=True, primary_key=True,
                                serialize=False, to=settings.AUTH_USER_MODEL)),
                            ("points", models.IntegerField(default=0)),
                        ],
                        options={"verbose_name": "user", "verbose_name_plural": "users",
                            "abstract": False},
                        bases=("auth.User",),
                        managers=[("objects", django.contrib.auth.models.UserManager())],
                    ),
                ]
            """,
        ),
        left="for parent_link to base class 'User' clashes with declared field",
    ),
    Shape(
        "historical models by every name",
        ("daily",),
        app(
            "daily",
            "",
            _0001_initial="""\
            LABEL = "auth"


            def forwards(apps, schema_editor):
                User = apps.get_model("auth", "User")
                User.objects.create(username="ann", email="ANN@example.com")
                apps.get_model("auth.User").objects.create(username="bob")
                apps.get_model(app_label=LABEL, model_name="user").objects.create(username="cid")
                apps.get_app_config("auth").get_model("User").objects.create(username="dan")
                for user in User.objects.all():
                    user.email = user.email.lower()
                    user.save()


            class Migration(migrations.Migration):
                dependencies = [("auth", "0009_alter_user_last_name_max_length")]
                operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
            """,
        ),
        left="Manager isn't available; 'auth.User' has been swapped for 'users.User'",
    ),
    Shape(
        "imported for queries",
        ("entries",),
        app(
            "entries",
            """\
            from django.conf import settings


            class Entry(models.Model):
                by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
            """,
            _0001_initial="""\
            from django.conf import settings
            from django.contrib.auth.models import User
            from django.db.models.functions import Lower


            def forwards(apps, schema_editor):
                apps.get_model("auth", "User").objects.create(username="Eve", email="EVE@x.org")
                User.objects.filter(username="Eve").update(email=Lower("email"))
                Entry = apps.get_model("entries", "Entry")
                try:
                    user = User.objects.get(username="Eve", is_active=True)
                except User.DoesNotExist:
                    return
                Entry.objects.create(by_id=user.pk)


            class Migration(migrations.Migration):
                initial = True
                dependencies = [
                    ("auth", "0009_alter_user_last_name_max_length"),
                    migrations.swappable_dependency(settings.AUTH_USER_MODEL),
                ]
                operations = [
                    migrations.CreateModel(
                        name="Entry",
                        fields=[
                            ("id", models.AutoField(auto_created=True, primary_key=True,
                                serialize=False, verbose_name="ID")),
                            ("by", models.ForeignKey(on_delete=models.CASCADE,
                                to=settings.AUTH_USER_MODEL)),
                        ],
                    ),
                    migrations.RunPython(forwards, migrations.RunPython.noop),
                ]
            """,
        ),
        left="Manager isn't available; 'auth.User' has been swapped for 'users.User'",
    ),
    Shape(
        "imported for methods and signals",
        ("friends",),
        app(
            "friends",
            """\
            from django.contrib.auth.models import User
            from django.db.models.signals import post_save


            class Profile(models.Model):
                user = models.OneToOneField(User, models.CASCADE)


            def make_profile(sender, instance, created, **kwargs):
                if created:
                    Profile.objects.create(user=instance)


            post_save.connect(make_profile, sender=User)
            """,
            _0001_initial="""\
            from django.conf import settings


            class Migration(migrations.Migration):
                initial = True
                dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
                operations = [
                    migrations.CreateModel(
                        name="Profile",
                        fields=[
                            ("id", models.AutoField(auto_created=True, primary_key=True,
                                serialize=False, verbose_name="ID")),
                            ("user", models.OneToOneField(on_delete=models.CASCADE,
                                to=settings.AUTH_USER_MODEL)),
                        ],
                    ),
                ]
            """,
            _0002_admin="""\
            def forwards(apps, schema_editor):
                from django.contrib.auth.models import Group, User

                fay = User.objects.create_superuser("fay", "fay@example.com", "secret")
                fay.groups.add(Group.objects.create(name="staff"))


            class Migration(migrations.Migration):
                dependencies = [
                    ("friends", "0001_initial"),
                    ("auth", "0009_alter_user_last_name_max_length"),
                ]
                operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
            """,
        ),
        left="Manager isn't available; 'auth.User' has been swapped for 'users.User'",
    ),
    Shape(
        "SQL on the table",
        ("grades",),
        app(
            "grades",
            "",
            _0001_initial="""\
            class Migration(migrations.Migration):
                dependencies = [("auth", "__first__")]
                operations = [
                    migrations.RunSQL(
                        "UPDATE auth_user SET email = lower(email)", migrations.RunSQL.noop
                    ),
                ]
            """,
        ),
        left="auth_user",
        strategy="command",
    ),
    Shape(
        "a helper module",
        ("history",),
        {
            **app(
                "history",
                "",
                _0001_initial="""\
                from history.fill import fill


                class Migration(migrations.Migration):
                    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
                    dependencies = (("auth", "0009_alter_user_last_name_max_length"),)
                """,
            ),
            "history/fill.py": """\
                from django.contrib.auth.models import User


                def fill(apps, schema_editor):
                    User.objects.create_user("gus", "GUS@example.com", "secret")
                """,
        },
        left="TransactionManagementError",
        strategy="command",
    ),
    Shape(
        "squashed, with the originals",
        ("items",),
        app(
            "items",
            """\
            from django.conf import settings


            class Item(models.Model):
                owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
            """,
            _0001_initial="""\
            class Migration(migrations.Migration):
                initial = True
                dependencies = []
                operations = [
                    migrations.CreateModel(
                        name="Item",
                        fields=[("id", models.AutoField(auto_created=True, primary_key=True,
                            serialize=False, verbose_name="ID"))],
                    ),
                ]
            """,
            _0002_owner="""\
            class Migration(migrations.Migration):
                dependencies = [("items", "0001_initial"), ("auth", "0001_initial")]
                operations = [
                    migrations.AddField(
                        "item", "owner",
                        models.ForeignKey(on_delete=models.CASCADE, to="auth.User", default=1),
                        preserve_default=False,
                    ),
                ]
            """,
            _0001_squashed_0002="""\
            class Migration(migrations.Migration):
                initial = True
                replaces = [("items", "0001_initial"), ("items", "0002_owner")]
                dependencies = [("auth", "0001_initial")]
                operations = [
                    migrations.CreateModel(
                        name="Item",
                        fields=[
                            ("id", models.AutoField(auto_created=True, primary_key=True,
                                serialize=False, verbose_name="ID")),
                            ("owner", models.ForeignKey(on_delete=models.CASCADE, to="auth.User")),
                        ],
                    ),
                ]
            """,
        ),
        left="SystemExit: 1",
    ),
    Shape(
        "a content type made by hand, after users",
        ("zones",),
        app(
            "zones",
            "",
            _0001_initial="""\
            def forwards(apps, schema_editor):
                ContentType = apps.get_model("contenttypes", "ContentType")
                Permission = apps.get_model("auth", "Permission")
                kind, _ = ContentType.objects.get_or_create(app_label="auth", model="user")
                Permission.objects.get_or_create(
                    codename="ban_user", content_type=kind, defaults={"name": "Ban"}
                )


            class Migration(migrations.Migration):
                dependencies = [
                    ("auth", "0009_alter_user_last_name_max_length"),
                    ("contenttypes", "0002_remove_content_type_name"),
                ]
                operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
            """,
        ),
        left="",
    ),
    Shape(
        "dependencies written in other ways",
        ("joints",),
        app(
            "joints",
            "",
            _0001_initial="""\
            BEFORE = [("auth", "0001_initial")]


            class Migration(migrations.Migration):
                initial = True
                dependencies = BEFORE + [("contenttypes", "0001_initial")]
                operations = [
                    migrations.RunSQL("UPDATE auth_user SET last_name = 'a'", "SELECT 1"),
                ]
            """,
            _0002_more="""\
            import django


            class Migration(migrations.Migration):
                dependencies = tuple([("joints", "0001_initial")])
                if django.VERSION > (1, 9):
                    dependencies += (("auth", "0008_alter_user_username_max_length"),)
                operations = [
                    migrations.RunSQL("UPDATE auth_user SET last_name = 'b'", "SELECT 1"),
                ]
            """,
        ),
        left="auth_user",
        strategy="command",
    ),
    Shape(
        "choices limited to the user",
        ("likes",),
        app(
            "likes",
            """\
            class Like(models.Model):
                kind = models.ForeignKey("contenttypes.ContentType", models.CASCADE,
                    limit_choices_to=models.Q(app_label="auth", model="user"))
            """,
            _0001_initial="""\
            class Migration(migrations.Migration):
                initial = True
                dependencies = [("contenttypes", "0002_remove_content_type_name")]
                operations = [
                    migrations.CreateModel(
                        name="Like",
                        fields=[
                            ("id", models.AutoField(auto_created=True, primary_key=True,
                                serialize=False, verbose_name="ID")),
                            ("kind", models.ForeignKey(
                                limit_choices_to=models.Q(("app_label", "auth"), ("model", "user")),
                                on_delete=models.CASCADE, to="contenttypes.ContentType")),
                        ],
                    ),
                ]
            """,
        ),
        left="SystemExit: 1",
    ),
    Shape(
        "a copy of a package's migrations",
        ("kiosk",),
        {
            **app(
                "kiosk",
                """\
                from django.conf import settings


                class Till(models.Model):
                    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
                """,
            ),
            "history_of_kiosk/__init__.py": "",
            "history_of_kiosk/0001_initial.py": """\
                from django.db import migrations, models


                class Migration(migrations.Migration):
                    initial = True
                    dependencies = [("auth", "0001_initial")]
                    operations = [
                        migrations.CreateModel(
                            name="Till",
                            fields=[
                                ("id", models.AutoField(auto_created=True, primary_key=True,
                                    serialize=False, verbose_name="ID")),
                                ("clerk", models.ForeignKey("auth.User", models.CASCADE)),
                            ],
                        ),
                    ]
                """,
        },
        left="SystemExit: 1",
        modules={"kiosk": "history_of_kiosk"},
    ),
)
