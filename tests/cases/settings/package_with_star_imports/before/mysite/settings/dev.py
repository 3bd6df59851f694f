from .base import *

INSTALLED_APPS += ["django.contrib.messages"]
