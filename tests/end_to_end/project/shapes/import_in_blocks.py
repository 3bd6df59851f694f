from contextlib import suppress

with suppress(ImportError):
    from django.contrib.auth.models import User

for _ in range(1):
    from django.contrib.auth.models import User as U3

while True:
    from django.contrib.auth.models import User as U4
    break


def probe():
    return User.objects.count(), U3.objects.count(), U4.objects.count()
