from django.contrib.auth.models import User  # used by eval below


def probe():
    return eval("User.objects.count()")
