from functools import partial, reduce
import operator

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Subquery

get = partial(User.objects.get)
pre = Prefetch("groups__user_set", queryset=User.objects.all())
sub = Subquery(User.objects.filter(pk=OuterRef("pk")).values("username")[:1])
getters = {"u": lambda: User, "f": User.objects.filter}


def probe():
    return get(username="ann").username, User.objects.annotate(x=sub).first().x, getters["u"]().objects.count(), list(User.objects.prefetch_related(pre))[0].username
