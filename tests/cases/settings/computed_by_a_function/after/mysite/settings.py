def apps(*names):
    found = ["django.contrib.auth", "django.contrib.contenttypes", "users"]
    for name in names:
        found.append(name)
    return tuple(found)


INSTALLED_APPS = apps("blog")
AUTH_USER_MODEL = "users.User"
