from shapes import exported
from shapes.exported import *
from shapes.exported import User as Z


def probe():
    return User.objects.count(), exported.User.objects.count(), Z.objects.count()
