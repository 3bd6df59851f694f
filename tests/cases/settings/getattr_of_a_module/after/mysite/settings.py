from mysite import apps as lists

INSTALLED_APPS = getattr(lists, "APPS", [])
AUTH_USER_MODEL = "users.User"
