VENDOR_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
LOCAL_APPS = [
    "blog",
    "users",
]
