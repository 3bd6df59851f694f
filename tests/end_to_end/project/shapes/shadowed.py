from django.contrib.auth.models import User


class Holder:
    User = User

    def get(self):
        return self.User.objects.count()


def other(User):
    return User.objects


def third():
    User = type("User", (), {"objects": 7})
    return User.objects


def comp():
    return [User for User in (1, 2)], {User: 1 for User in "ab"}, (lambda User=3: User)()


def probe():
    return Holder().get(), other(type("X", (), {"objects": 5})), third(), comp()
