from django.contrib.auth import get_user_model

from shapes._vendor.rights import may_change


def probe():
    user = get_user_model()(username="ann", is_superuser=True)
    return may_change(user)
