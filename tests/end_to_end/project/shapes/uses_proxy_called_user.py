from shapes.proxy_called_user import User


def probe():
    return User._meta.app_label, User.objects.count()
