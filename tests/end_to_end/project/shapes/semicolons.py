import os; from django.contrib.auth.models import User, Group; import sys
def probe(): return User.objects.count(), Group.objects.count(), os.sep, sys.byteorder
