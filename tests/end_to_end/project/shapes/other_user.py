from django.contrib.auth.models import User
import shapes.not_the_user
from shapes.not_the_user import User as OtherUser
from shapes import not_the_user


def probe():
    return User.objects.count(), OtherUser, not_the_user.User, shapes.not_the_user.User
