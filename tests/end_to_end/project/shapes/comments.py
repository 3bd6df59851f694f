# -*- coding: utf-8 -*-
#
# Licence: MIT
from django.contrib.auth.models import User  # noqa: F401  the user
# a comment that belongs to the next import
from django.db.models import Q  # Q

# constants
SUPER = Q(is_superuser=True)


def probe():
    return User.objects.filter(SUPER).count()
