"""One project before and after: with USER_MODEL in the environment it has its own user model."""

import json
import os

try:
    import pymysql
except ImportError:
    pass
else:
    # Django asks for the version of mysqlclient, which needs a compiler to install.
    pymysql.version_info = (2, 2, 7, "final", 0)
    pymysql.install_as_MySQLdb()

SECRET_KEY = "not secret"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
ROOT_URLCONF = "urls"
DATABASES = json.loads(os.environ["DATABASES"])
DATABASE_ROUTERS = json.loads(os.environ.get("ROUTERS", "[]"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "blog",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if os.environ.get("RESERVE") or os.environ.get("USER_MODEL") == "users.User":
    INSTALLED_APPS.append("users")
if os.environ.get("USER_MODEL"):
    AUTH_USER_MODEL = os.environ["USER_MODEL"]
