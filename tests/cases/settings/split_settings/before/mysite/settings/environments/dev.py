INSTALLED_APPS += ["django.contrib.messages"]
