from django.contrib.auth.models import *  # noqa: F401,F403
from django.db import connections, router


def members_per_group():
    return {group.name: group.user_set.count() for group in Group.objects.order_by("name")}  # noqa: F405


def names():
    return list(User.objects.order_by("username").values_list("username", flat=True))  # noqa: F405


def newest(number):
    """The users who joined last, by hand-written SQL."""
    return list(
        User.objects.raw(  # noqa: F405
            "SELECT id, username FROM auth_user ORDER BY date_joined DESC, id DESC"
        )[:number]
    )


def active_by_domain():
    with connections[router.db_for_read(User)].cursor() as cursor:  # noqa: F405
        cursor.execute("SELECT email FROM auth_user WHERE is_active = %s", [True])
        emails = [row[0] for row in cursor.fetchall()]
    domains = [email.rpartition("@")[2] for email in emails if email]
    return {domain: domains.count(domain) for domain in sorted(set(domains))}
