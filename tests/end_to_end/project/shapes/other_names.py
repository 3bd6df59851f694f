from django.contrib.auth.models import User as DjangoUser

User = DjangoUser
Users = User.objects
create = User.objects.create_user


class Config:
    user = User


def probe():
    return Users.count(), Config.user.objects.count(), create("z").username
