DJANGO_APPS = ("django.contrib.auth", "django.contrib.contenttypes")
LOCAL_APPS = ("users",)
INSTALLED_APPS = DJANGO_APPS + LOCAL_APPS
AUTH_USER_MODEL = "users.User"
