from django.contrib.auth.models import User
from django.db import models


class M(models.Model):
    settings = models.TextField(default="")
    user = models.ForeignKey(User, models.DO_NOTHING)

    class Meta:
        app_label = "shapes"


def probe():
    return M._meta.get_field("user").remote_field.model is User
