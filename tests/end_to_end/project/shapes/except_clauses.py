from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist


def probe():
    out = []
    try:
        User.objects.get(username="nobody")
    except (User.DoesNotExist, User.MultipleObjectsReturned) as e:
        out.append("caught")
    try:
        User.objects.get(pk__gt=0)
    except User.MultipleObjectsReturned:
        out.append("many")
    return out
