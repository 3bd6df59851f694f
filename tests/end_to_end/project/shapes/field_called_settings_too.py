from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

N = settings.DEBUG


class M4(models.Model):
    settings = models.TextField(default="")
    user = models.ForeignKey(User, models.DO_NOTHING)

    class Meta:
        app_label = "shapes"


def probe():
    return M4._meta.get_field("user").remote_field.model is User
