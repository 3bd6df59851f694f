from optparse import make_option

from django.contrib.auth.management import create_permissions
from django.contrib.auth.management.commands.createsuperuser import Command as Super
from django.contrib.auth.models import Permission, User
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Makes users (auth.User)"

    def handle(self, *args, **options):
        from io import StringIO
        out = StringIO()
        call_command("dumpdata", "auth.User", "auth.Group", stdout=out)
        call_command("dumpdata", "auth", exclude=["auth.user", "auth.permission"], stdout=out)
        return out.getvalue()


def probe():
    import re
    return re.sub(r'"(password|last_login|date_joined)": [^,]*,', "", Command().handle()).replace("users.user", "auth.user")
