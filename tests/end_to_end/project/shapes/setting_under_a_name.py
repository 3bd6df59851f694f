from django.conf import settings
from django.db import models

User = settings.AUTH_USER_MODEL


class M15(models.Model):
    user = models.ForeignKey(User, models.DO_NOTHING)
    u2 = models.ForeignKey(getattr(settings, "AUTH_USER_MODEL", "auth.User"), models.DO_NOTHING, related_name="+")

    class Meta:
        app_label = "shapes"


def probe():
    return M15._meta.get_field("u2").remote_field.model._meta.model_name
