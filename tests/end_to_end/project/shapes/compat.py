import django

if django.VERSION >= (1, 5):
    from django.contrib.auth import get_user_model
else:
    def get_user_model():
        from django.contrib.auth.models import User
        return User


def probe():
    return get_user_model().objects.count()
