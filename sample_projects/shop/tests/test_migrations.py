from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TransactionTestCase

from apps.orders.models import Order
from apps.support.models import Ticket

from .factories import StaffFactory, UserFactory


class DataMigrationTests(TransactionTestCase):
    databases = {User.objects.db}

    def migrate(self, *names):
        call_command("migrate", *names, verbosity=0, database=User.objects.db)

    def test_tickets_are_assigned_to_the_first_of_staff(self):
        StaffFactory(username="grace", is_active=False)
        author = UserFactory()
        Ticket.objects.create(author=author, subject=author, text="?")
        self.addCleanup(self.migrate, "support")
        self.migrate("support", "0002")
        self.migrate("support")
        self.assertEqual(Ticket.objects.get().assignee.username, "grace")
        self.migrate("support", "0002")
        self.assertIsNone(Ticket.objects.get().assignee)

    def test_emails_are_written_in_lower_case(self):
        user = UserFactory(email="Grace@Example.com")
        self.addCleanup(self.migrate, "people")
        self.migrate("people", "0003")
        self.migrate("people")
        user.refresh_from_db()
        self.assertEqual(user.email, "grace@example.com")

    def test_orders_get_the_email_of_who_placed_them(self):
        Order.objects.create(placed_by=UserFactory(email="grace@example.com"))
        self.addCleanup(self.migrate, "orders")
        self.migrate("orders", "0001_squashed_0003_order_email_note")
        self.migrate("orders")
        self.assertEqual(Order.objects.get().email, "grace@example.com")
