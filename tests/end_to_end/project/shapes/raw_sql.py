from django.contrib.auth.models import User
from django.db import connection


def probe():
    with connection.cursor() as c:
        c.execute("SELECT COUNT(*) FROM auth_user WHERE auth_user.username = %s", ["ann"])
        n = c.fetchone()
    return (len(list(User.objects.raw("select * from auth_user"))), n,
            User.objects.extra(where=["auth_user.id > 0"]).count(), User._meta.db_table)
