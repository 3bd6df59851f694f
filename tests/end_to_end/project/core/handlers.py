from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models import signals
from django.db.models.signals import post_save as saved

GONE = []


def on_delete(sender, instance, **kwargs):
    GONE.append((sender is User, instance.username))


def on_login(sender, user, **kw):
    GONE.append("login")


user_logged_in.connect(on_login, sender=User)
signals.pre_delete.connect(receiver=on_login_x if False else on_delete, sender=User, dispatch_uid="x")
saved.connect(sender=User, receiver=on_delete)


def probe():
    del GONE[:]
    u = User.objects.create(username="del")
    user_logged_in.send(sender=User, user=u, request=None)
    u.delete()
    return GONE
