"""Each site names its own apps."""

SECRET_KEY = "x"
INSTALLED_APPS = None
AUTH_USER_MODEL = "users.User"
