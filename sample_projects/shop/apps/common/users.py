"""One place to import people from."""
from apps.people.models import Customer, Staff, User

__all__ = ["Customer", "Staff", "User", "superusers"]


def superusers():
    return User.objects.filter(is_superuser=True, is_active=True)
