INSTALLED_APPS = ["django.contrib.auth"]
INSTALLED_APPS.append("django.contrib.contenttypes")
INSTALLED_APPS.insert(0, "django.contrib.messages")
INSTALLED_APPS.extend(["blog", "django.contrib.humanize"])
