from django.contrib import auth
from django.contrib.auth import models


class V:
    model = auth.models.User
    qs = models.User.objects.filter(is_active=True)


def probe():
    return V.qs.count(), V.model.objects.count(), auth.authenticate.__name__
