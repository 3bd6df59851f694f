def f():
    from django.contrib.auth.models import User

    def g(u: User) -> "User":
        x: User = u
        return x
    return g(User.objects.first()).username


async def h():
    from django.contrib.auth.models import User, Group
    return User, Group


class K:
    def m(self):
        "doc"
        from django.contrib.auth.models import User; return User.objects.count()

    def one(self): from django.contrib.auth.models import User; return User.objects.count()


def probe():
    return f(), K().m(), K().one()
