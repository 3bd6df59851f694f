from django.contrib.auth.models import User as BaseUser


class User(BaseUser):
    class Meta:
        proxy = True
        app_label = "shapes"


def probe():
    return User.objects.count(), issubclass(User, BaseUser)
