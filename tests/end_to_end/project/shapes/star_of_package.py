from shapes.package import *


def probe():
    return User.objects.count(), helper()
