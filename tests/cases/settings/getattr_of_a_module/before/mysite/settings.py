from mysite import apps as lists

INSTALLED_APPS = getattr(lists, "APPS", [])
