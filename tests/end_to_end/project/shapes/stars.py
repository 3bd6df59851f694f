from django.contrib.auth.models import *
from django.contrib.auth.forms import *


def probe():
    return User.objects.count(), Group.objects.count(), UserCreationForm.__name__
