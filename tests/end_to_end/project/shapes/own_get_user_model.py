from django.contrib.auth.models import User


def get_user_model():
    return "mine"


def probe():
    return get_user_model(), User.objects.count()
