from django import template

from apps.people import names
from apps.people.models import User

register = template.Library()

register.filter("badge", names.badge)


@register.simple_tag
def number_of_users():
    return User.objects.filter(is_active=True).count()


@register.inclusion_tag("auth/_user_card.html", takes_context=True)
def user_card(context, user):
    return {"person": user, "perms": context["perms"], "is_user": isinstance(user, User)}
