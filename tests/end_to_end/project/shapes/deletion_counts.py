from django.contrib.auth.models import User


def probe():
    n, by = User.objects.filter(username="ann").delete()
    return n, by.get("auth.User", 0), by["auth.User"], by == {"auth.User": 1}, dict(by)
