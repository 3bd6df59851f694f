User = None


def load():
    global User
    from django.contrib.auth.models import User


def load2():
    global U2
    from django.contrib.auth.models import User as U2


def probe():
    load()
    load2()
    return User.objects.count(), U2.objects.count()
