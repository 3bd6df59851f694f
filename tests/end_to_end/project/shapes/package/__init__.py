from .users import *
from .users import User, helper  # noqa: F401,F403
from . import users
