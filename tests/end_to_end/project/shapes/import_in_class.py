class A:
    from django.contrib.auth.models import User
    x = User

    def n(self):
        return self.User.objects.count()


def probe():
    return A.x.objects.count(), A().n(), A.User.objects.count()
