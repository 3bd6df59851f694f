def f():
    try:
        from django.contrib.auth.models import User
        from django.contrib.auth.models import nonexistent
    except ImportError:
        return User.objects.count()
    finally:
        pass


def g():
    if True:
        from django.contrib.auth.models import User as X
    return X.objects.count()


def h(flag):
    if flag:
        from django.contrib.auth.models import User
    else:
        User = None
    return User and User.objects.count()


def probe():
    return f(), g(), h(1), h(0)
