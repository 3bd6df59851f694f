from django import template
from django.contrib.auth.models import User

register = template.Library()


@register.filter
def display_name(value):
    """The full name of a user, or the user name; anything else is shown as it is."""
    if isinstance(value, User):
        return value.get_full_name() or value.username
    return value
