# -*- coding: utf-8 -*-
from __future__ import unicode_literals

import datetime

from django.contrib.auth.models import Group, User, UserManager
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from .managers import ProfileManager, get_default_user
from . import choices


def first_user():
    return User.objects.order_by("pk").first().pk


def superuser_pks(model=User):
    return model.objects.filter(is_superuser=True).values_list("pk", flat=True)


class TimeStamped(models.Model):
    created_by = models.ForeignKey(
        User,  # who
        related_name="%(app_label)s_%(class)s_created",
        null=True, on_delete=models.SET_NULL,
    )

    class Meta:
        abstract = True


class Profile(TimeStamped):
    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, default=first_user)
    boss = models.ForeignKey('auth.User', models.SET(get_default_user), limit_choices_to=lambda: {"pk__in": list(superuser_pks())}, related_name="+", null=True)
    friends = models.ManyToManyField("auth.user", through="Friendship", through_fields=("profile", "user"), related_name="friends_of")
    kind = models.ForeignKey(ContentType, models.CASCADE, null=True, limit_choices_to={"app_label": "auth", "model": "user"})
    kind2 = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+", limit_choices_to=models.Q(app_label="auth", model="user") | models.Q(app_label="auth", model="group"))
    objects = ProfileManager()

    def __str__(self):
        return "%s %s" % (self.user, User._meta.verbose_name)

    @property
    def is_admin(self):
        return isinstance(self.user, User) and self.user.is_superuser

    @staticmethod
    def make(name, cls=None):
        """Docstring."""
        # comment
        u = (cls or User).objects.create(username=name)
        return Profile.objects.create(user=u)

    def one_line(self): return User.objects.count()


class Friendship(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE)
    user = models.ForeignKey(to=User, on_delete=models.CASCADE)


@receiver(post_save, sender=User, dispatch_uid="make_profile")
def make_profile(sender, instance, created, **kwargs):
    if created:
        Profile.objects.create(user=instance)


@receiver([post_save, pre_save], sender=User)
def both(sender, **kwargs):
    LOG.append(sender is User)


LOG = []
m2m_changed.connect(lambda **k: LOG.append("m2m"), sender=User.groups.through, weak=False)
User.profile_name = property(lambda u: u.profile.user.username)



def probe():
    u = User.objects.create_user("x")
    u.groups.add(Group.objects.create(name="g"))
    p = u.profile
    return (p.is_admin, str(p), LOG, u.profile_name, Profile.make.__doc__, p.one_line(),
            User.objects.get(username="ann").friends_of.count(), first_user(),
            [f.remote_field.model._meta.model_name for f in Profile._meta.fields if f.remote_field])
