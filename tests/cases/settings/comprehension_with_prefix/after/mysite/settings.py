INSTALLED_APPS = [f"django.contrib.{name}" for name in ("auth", "contenttypes")]
INSTALLED_APPS = tuple(INSTALLED_APPS)
INSTALLED_APPS = [*INSTALLED_APPS, "users"]
AUTH_USER_MODEL = "users.User"
