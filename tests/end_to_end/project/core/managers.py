from django.contrib.auth.models import User
from django.db import models


def get_default_user():
    return User.objects.get_or_create(username="deleted")[0]


class ProfileQuerySet(models.QuerySet):
    def of(self, user: User):
        return self.filter(user=user)

    def staff(self):
        return self.filter(user__in=User.objects.filter(is_staff=True))


class ProfileManager(models.Manager.from_queryset(ProfileQuerySet)):
    def create_with_user(self, **kw):
        user = User.objects.create_user(**kw)
        return self.get(user=user)


def probe():
    from core.models import Profile
    return Profile.objects.create_with_user(username="q").user.username, Profile.objects.staff().count()
