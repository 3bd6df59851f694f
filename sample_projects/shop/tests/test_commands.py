import json
import tempfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from apps.orders.models import Order
from apps.orders.services import place, total
from apps.people.models import Customer, Staff
from apps.reports import queries
from apps.support.models import Ticket

from .base import TestCase
from .factories import CustomerFactory, GroupFactory, OrderFactory, ProductFactory, SuperuserFactory, UserFactory


def run(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


class CommandTests(TestCase):
    def test_deactivate_idle(self):
        UserFactory(date_joined=timezone.now() - timedelta(days=400))
        active = UserFactory()
        self.assertIn("1 users deactivated", run("deactivate_idle"))
        self.assertEqual(list(User.objects.filter(is_active=True)), [active])

    def test_export_users(self):
        UserFactory(username="grace", groups=[GroupFactory()])
        group, user = json.loads(run("export_users"))
        self.assertEqual(user["model"], User._meta.label_lower)
        self.assertEqual(user["fields"]["groups"], [["moderators"]])

    def test_populate(self):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "sessions.json")
            run("populate", users=12, sessions=str(path))
            sessions = json.loads(path.read_text())
        self.assertEqual(sorted(sessions), ["admin", "clerk", "editor", "mod"])
        self.assertEqual(User.objects.count(), 12)
        self.assertEqual(Staff.objects.count(), 4 + 1)
        self.assertEqual(Customer.objects.count(), 4)
        self.assertTrue(User.objects.get(username="mod").has_perm("auth.change_user"))
        self.assertTrue(User.objects.get(username="clerk").has_perm("auth.delete_user"))
        self.assertEqual(LogEntry.objects.filter(content_type__app_label="auth", content_type__model="user").count(), 12)
        self.assertEqual({type(ticket.subject).__name__ for ticket in Ticket.objects.all()}, {"User", "Product", "Customer"})
        self.assertEqual(Order.objects.filter(handled_by=None).count(), 0)

        self.assertTrue(self.client.login(username="user7@example.com", password="correct-horse-battery"))
        self.client.cookies[settings.SESSION_COOKIE_NAME] = sessions["mod"]
        self.assertContains(self.client.get("/support/"), "Ticket 0")


class OrderTests(TestCase):
    def test_discounts(self):
        product = ProductFactory(price=10)
        customer = CustomerFactory(points=150)
        for user, price in [
            (UserFactory(), 10), (UserFactory(is_staff=True), 8), (User.objects.get(pk=customer.pk), 9),
        ]:
            self.assertEqual(total(place(user, {product: 1})), price)

    def test_superusers_approve(self):
        boss = SuperuserFactory()
        self.assertEqual(OrderFactory().approved_by, boss)


class ReportTests(TestCase):
    def test_members_per_group(self):
        UserFactory(groups=[GroupFactory()])
        self.assertEqual(queries.members_per_group(), {"moderators": 1})

    def test_by_hand_written_sql(self):
        now = timezone.now()
        for n, name in enumerate(["ann", "ben"]):
            UserFactory(username=name, email=name + "@example.org", date_joined=now + timedelta(days=n))
        UserFactory(is_active=False, date_joined=now)
        self.assertEqual([user.username for user in queries.newest(1)], ["ben"])
        self.assertEqual(type(queries.newest(1)[0]), User)
        self.assertEqual(queries.active_by_domain(), {"example.org": 2})
        self.assertEqual(queries.names()[:2], ["ann", "ben"])
