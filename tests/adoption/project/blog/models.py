from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

User = get_user_model()


class Row(models.Model):
    id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


class Profile(Row):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    bio = models.TextField(blank=True)


class Post(Row):
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="read")
    title = models.CharField(max_length=100)


class Writer(User):
    class Meta:
        proxy = True


class Customer(User):
    number = models.CharField(max_length=20)


class Note(Row):
    """A generic relation."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey()
    text = models.CharField(max_length=100)


class Label(Row):
    """A generic relation with a unique key, and no constraint in the database."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, db_constraint=False
    )
    object_id = models.PositiveIntegerField()
    name = models.CharField(max_length=20)
    color = models.CharField(max_length=20, null=True)

    class Meta:
        unique_together = [("content_type", "object_id", "name")]


class Delegation(Row):
    """Refers to a permission, as packages for permissions per object do."""

    permission = models.ForeignKey(Permission, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
