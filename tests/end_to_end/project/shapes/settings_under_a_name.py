from django.conf import settings as django_settings
from django.db import models
import shapes.conf as settings


class M5(models.Model):
    user = models.ForeignKey("auth.User", models.DO_NOTHING)
    x = settings.X

    class Meta:
        app_label = "shapes"


def probe():
    return M5._meta.get_field("user").remote_field.model._meta.model_name
