SHARED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
TENANT_APPS = [
    "django.contrib.auth",
    "blog",
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]
