from . import base

INSTALLED_APPS = base.INSTALLED_APPS + ["django.contrib.messages"]
AUTHENTICATION_BACKENDS = base.AUTHENTICATION_BACKENDS
