if True:
  from django.contrib.auth.models import User
  if True:
        from django.contrib.auth.models import User as V


def probe():
  return User.objects.count(), V.objects.count()
