import os

if os.environ.get("ENV") == "prod":
    from .prod import *
else:
    from .dev import *

AUTH_USER_MODEL = "users.User"
