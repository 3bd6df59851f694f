from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import receiver
from rest_framework.authtoken.models import Token

from apps.audit.models import Entry


@receiver(post_save, sender=User)
def create_token(sender, instance, created, raw, **kwargs):
    if created and not raw:
        Token.objects.create(user=instance)


@receiver(user_logged_in, sender=User)
def note_login(sender, user, **kwargs):
    Entry.objects.create(event="login", actor=user, subject=user)


@receiver(pre_delete, sender="auth.User")
def note_deletion(sender, instance, **kwargs):
    Entry.objects.create(event="user deleted", detail=instance.username)


def note_groups(sender, instance, action, reverse, pk_set, **kwargs):
    if action == "post_add" and not reverse:
        Entry.objects.create(event="groups added", subject=instance, detail=str(len(pk_set)))


m2m_changed.connect(note_groups, sender=User.groups.through)
