try:
    from django.contrib.auth.models import User
except ImportError:
    User = None


def probe():
    return User.objects.count()
