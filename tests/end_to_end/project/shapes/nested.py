from django.contrib.auth.models import User


def outer():
    count = User.objects.count()

    def inner():
        def innermost(user=User):
            return user.objects.count()
        return innermost() + count
    return inner()


class A:
    class B:
        model = User

        class C:
            queryset = User.objects.all()

            @property
            def n(self):
                return self.queryset.count()

            @staticmethod
            def s(x: "User" = None) -> "User":
                return User.objects.first()

            @classmethod
            def c(cls):
                return [u for u in User.objects.all() if isinstance(u, User)]


def probe():
    return outer(), A.B.C().n, A.B.C.s().username, len(A.B.C.c())
