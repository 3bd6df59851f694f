import environ

env = environ.Env()
INSTALLED_APPS = env.list(
    "APPS", default=["django.contrib.auth", "django.contrib.contenttypes", "blog"]
)
