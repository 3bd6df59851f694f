def apps(*names):
    found = ["django.contrib.auth", "django.contrib.contenttypes"]
    for name in names:
        found.append(name)
    return tuple(found)


INSTALLED_APPS = apps("blog")
