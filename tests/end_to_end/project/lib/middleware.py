from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser, User
from django.utils.deprecation import MiddlewareMixin


class M(MiddlewareMixin):
    def process_request(self, request):
        assert isinstance(request.user, (User, AnonymousUser))
        if type(request.user) is User or request.user.__class__ == User:
            return 1
        elif request.user.__class__ in (User,):
            return 2


def probe():
    from django.test import RequestFactory
    r = RequestFactory().get("/")
    r.user = User.objects.get(username="root")
    return M(lambda r: None).process_request(r)
