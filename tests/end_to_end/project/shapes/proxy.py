from django.contrib.auth.models import User, UserManager, AbstractUser


class Shadow(User):
    class Meta:
        proxy = True
        app_label = "shapes"


def probe():
    return Shadow.objects.count(), isinstance(Shadow.objects.first(), User), issubclass(User, AbstractUser)
