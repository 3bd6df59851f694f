from lib.models import User, Book
from lib.models import User as U
import lib.models


def probe():
    return User.objects.count(), U.objects.count(), lib.models.User.objects.count(), Book._meta.get_field("owner").remote_field.model is User
