SHARED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "users",
]
TENANT_APPS = [
    "django.contrib.auth",
    "blog",
    "users",
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]
AUTH_USER_MODEL = "users.User"
