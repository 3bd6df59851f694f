from unittest import mock

from django.contrib.auth.models import User


def probe():
    out = []
    with mock.patch("django.contrib.auth.models.User.get_full_name", return_value="X"):
        out.append(User(username="a").get_full_name())
    with mock.patch.object(User, "get_short_name", return_value="Y"):
        out.append(User(username="a").get_short_name())
    with mock.patch("shapes.mocks.User") as m:
        m.objects.count.return_value = 42
        out.append(count())
    with mock.patch("django.contrib.auth.models.UserManager.create_user") as c:
        User.objects.create_user("x")
        out.append(c.called)
    with mock.patch("shapes.mocked.User.objects") as c:
        from shapes import mocked
        out.append(mocked.f() is c)
    with mock.patch.dict("sys.modules"), mock.patch("%s.User" % __name__) as z:
        z.objects.count.return_value = 3
        out.append(count())
    return out


def count():
    return User.objects.count()
