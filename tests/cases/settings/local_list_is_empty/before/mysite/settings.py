DJANGO_APPS = ("django.contrib.auth", "django.contrib.contenttypes")
LOCAL_APPS = ()
INSTALLED_APPS = DJANGO_APPS + LOCAL_APPS
