import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.models import UserManager
from django.db import migrations, models

USER = settings.AUTH_USER_MODEL.lower()


def primary_key():
    return models.BigAutoField(primary_key=True, serialize=False)


def foreign_key(to, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, to=to, **options
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0008_alter_user_username_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", primary_key()),
                ("bio", models.TextField(blank=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", primary_key()),
                ("title", models.CharField(max_length=100)),
                ("author", foreign_key(settings.AUTH_USER_MODEL)),
                (
                    "readers",
                    models.ManyToManyField(
                        related_name="read", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Writer",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=(USER,),
            managers=[("objects", UserManager())],
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "user_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("number", models.CharField(max_length=20)),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            bases=(USER,),
            managers=[("objects", UserManager())],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", primary_key()),
                ("object_id", models.PositiveIntegerField()),
                ("text", models.CharField(max_length=100)),
                ("content_type", foreign_key("contenttypes.ContentType")),
            ],
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                ("id", primary_key()),
                ("object_id", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=20)),
                ("color", models.CharField(max_length=20, null=True)),
                (
                    "content_type",
                    foreign_key("contenttypes.ContentType", db_constraint=False),
                ),
            ],
            options={"unique_together": {("content_type", "object_id", "name")}},
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", primary_key()),
                ("permission", foreign_key("auth.Permission")),
                ("user", foreign_key(settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
