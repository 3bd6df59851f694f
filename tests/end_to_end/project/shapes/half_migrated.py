from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

UserModel = get_user_model()


def probe():
    return UserModel.objects.count(), User.objects.count(), UserModel is User
