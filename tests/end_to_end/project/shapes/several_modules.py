import os, django.contrib.auth.models as auth_models, sys


def probe():
    return auth_models.User.objects.count(), os.sep, bool(sys.path)
