from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

SUBJECTS = (
    models.Q(app_label="auth", model="user")
    | models.Q(app_label="people", model="customer")
    | models.Q(app_label="catalog", model="product")
)


class TicketQuerySet(models.QuerySet):
    def about_users(self):
        return self.filter(content_type__app_label="auth", content_type__model="user")


class Ticket(models.Model):
    """A question about a user, a customer or a product."""

    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tickets_written")
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets_assigned"
    )
    cc = models.ManyToManyField(User, blank=True, related_name="tickets_followed")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, limit_choices_to=SUBJECTS)
    object_id = models.PositiveIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    text = models.TextField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]
