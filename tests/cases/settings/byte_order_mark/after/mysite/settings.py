INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "blög", "blog"][:2] + ["blog", "users"]
AUTH_USER_MODEL = "users.User"
