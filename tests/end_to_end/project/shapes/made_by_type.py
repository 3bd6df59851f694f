import copy
import types

from django.contrib.auth.models import User

NS = types.SimpleNamespace(User=User, users=User.objects)
Sub = type("Sub", (User,), {"__module__": __name__, "Meta": type("Meta", (), {"proxy": True, "app_label": "shapes"})})
REG = dict(User=User, model=User)


def probe():
    return NS.User.objects.count(), Sub.objects.count(), REG["User"] is NS.User, copy.copy(User) is User
