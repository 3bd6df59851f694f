INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "blog"  # the blog
]
LOGIN_URL = "login"
