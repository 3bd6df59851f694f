SECRET_KEY = "x"
# The apps of one customer.
TENANT_APPS = ["blog"]
INSTALLED_APPS = TENANT_APPS + [
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
