from django.contrib.auth.models import Group, User
from django.db.models.signals import post_delete, post_save

SEEN = []


def handler(sender, **kw):
    SEEN.append(sender is User)


def setup():
    for model in (User, Group):
        post_save.connect(handler, sender=model, dispatch_uid=model._meta.label)
    for sig in [post_save, post_delete]:
        sig.connect(handler, sender=User)


def probe():
    del SEEN[:]
    setup()
    User.objects.create(username="s").delete()
    post_save.disconnect(sender=User, dispatch_uid=User._meta.label)
    return SEEN
