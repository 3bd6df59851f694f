INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blog"]
AUTH_USER_MODEL = 'auth.User'
