from django.contrib.auth.models import User


def may_change(user):
    return isinstance(user, User) and user.has_perm("auth.change_user")
