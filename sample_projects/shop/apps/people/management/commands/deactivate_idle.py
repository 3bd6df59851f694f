from datetime import timedelta

from django.contrib.auth import models as auth
from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone


class Command(BaseCommand):
    help = "Deactivates the users who did not log in for a while."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=365)

    def handle(self, *args, **options):
        limit = timezone.now() - timedelta(days=options["days"])
        idle = auth.User.objects.filter(is_active=True, is_superuser=False).filter(
            Q(last_login__lt=limit) | Q(last_login=None, date_joined__lt=limit)
        )
        count = idle.update(is_active=False)
        self.stdout.write("%d users deactivated" % count)
