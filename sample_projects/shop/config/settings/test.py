from .base import *  # noqa: F401,F403

ALLOWED_HOSTS = ["testserver"]

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
