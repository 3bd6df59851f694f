from django.contrib.auth.models import User, UserManager


class ActiveManager(UserManager):
    def get_queryset(self):
        return super().get_queryset().filter(is_active=True)


User.add_to_class("active", ActiveManager())
User.add_to_class("__repr__", lambda self: "U:" + self.username)


def probe():
    return User.active.count(), repr(User.objects.get(username="ann")), ActiveManager().model
