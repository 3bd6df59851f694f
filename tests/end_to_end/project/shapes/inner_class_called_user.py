from django.contrib.auth.models import User as AuthUser


class Outer:
    class User:
        objects = 3

    def get(self):
        return self.User.objects, AuthUser.objects.count()


def probe():
    return Outer().get()
