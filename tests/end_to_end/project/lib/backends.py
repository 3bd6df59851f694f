from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class Email(ModelBackend):
    def authenticate(self, request, email=None, password=None, user_model: "type[User]" = User):
        try:
            u = user_model._default_manager.get(email=email)
        except user_model.DoesNotExist:
            return None
        return u

    def get_user(self, user_id):
        try:
            return User.objects.get(pk=user_id)
        except User.DoesNotExist:
            return None


def probe():
    return Email().authenticate(None, email="ann@example.com").username, Email().get_user(999)
