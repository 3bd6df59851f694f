from functools import lru_cache

from django.contrib.auth.models import User
from django.core.cache import cache


@lru_cache(maxsize=None)
def names(model=User):
    return tuple(model.objects.values_list("username", flat=True).order_by("pk"))


def key(u):
    return "auth.user.%s" % u.pk, "auth_user_%d" % u.pk, "auth.User:%s" % u.pk


def probe():
    cache.set("auth.user", 1)
    return names(), key(User.objects.get(username="ann")), cache.get("auth.user")
