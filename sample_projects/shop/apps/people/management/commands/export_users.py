from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Writes users and groups as JSON."

    def handle(self, *args, **options):
        call_command("dumpdata", "auth.group", "auth.user", natural_foreign=True, database=User.objects.db, stdout=self.stdout)
