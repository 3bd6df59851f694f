import django.contrib.auth


def probe():
    return django.contrib.auth.models.User.objects.count()
