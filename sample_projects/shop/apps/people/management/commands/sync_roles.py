import json
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError

ROLES = Path(__file__).parent.parent.parent / "roles.json"


class Command(BaseCommand):
    help = "Gives each role of roles.json its permissions."

    def handle(self, *args, **options):
        for name, wanted in json.loads(ROLES.read_text()).items():
            group, _ = Group.objects.get_or_create(name=name)
            permissions = []
            for permission in wanted:
                app_label, codename = permission.split(".")
                try:
                    permissions.append(
                        Permission.objects.get(content_type__app_label=app_label, codename=codename)
                    )
                except Permission.DoesNotExist:
                    raise CommandError("There is no permission %s." % permission)
            group.permissions.set(permissions)
