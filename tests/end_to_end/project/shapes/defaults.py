from django.contrib.auth.models import User


def find(name, model=User, *, manager=User.objects, cls: type = User):
    return model.objects.filter(username=name).count(), manager.count(), cls is User


F = lambda m=User: m.objects.count()


def probe():
    return find("ann"), F()
