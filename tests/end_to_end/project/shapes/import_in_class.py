class A:
    from django.contrib.auth.models import User
    x = User

    def n(self):
        return self.User.objects.count()


class Bare:
    from django.contrib.auth.models import User


class Heir(Bare):
    def n(self):
        return self.User.objects.count(), super().User.objects.count()


def probe():
    return A.x.objects.count(), A().n(), A.User.objects.count(), Heir().n(), Bare.User.objects.count()
