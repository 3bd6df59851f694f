from django.contrib.auth import models as auth_models
from django.utils.functional import SimpleLazyObject, lazy

current = SimpleLazyObject(lambda: auth_models.User.objects.get(username="ann"))
names = lazy(lambda: ", ".join(u.username for u in auth_models.User.objects.order_by("pk")), str)


def probe():
    return current.username, str(names()), isinstance(current, auth_models.User)
