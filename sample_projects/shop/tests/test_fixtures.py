from django.contrib.auth.models import Permission, User
from django.core.management import call_command

from apps.audit.models import Entry
from apps.catalog.models import Product
from apps.people.models import Customer, Referral
from apps.support.models import Ticket

from .base import TestCase


class FixtureTests(TestCase):
    def load(self, *names):
        call_command("loaddata", *names, verbosity=0, database=User.objects.db)

    def test_json(self):
        self.load("groups", "staff")
        grace = User.objects.get(username="grace")
        self.assertTrue(grace.has_perm("auth.change_user"))
        self.assertTrue(grace.has_perm("auth.delete_user"))
        self.assertFalse(grace.has_perm("auth.add_user"))
        self.assertTrue(User.objects.get(username="alan").has_perm("auth.add_user"))
        self.assertEqual(grace.addresses.get().city, "Arlington")

    def test_yaml(self):
        self.load("groups", "customers")
        self.assertEqual(Customer.objects.get(username="edsger").points, 120)
        referral = Referral.objects.get()
        self.assertEqual(referral.referrer.username, "edsger")
        self.assertTrue(referral.referred.has_perm("auth.view_user"))

    def test_xml(self):
        self.load("products")
        donald = User.objects.get(username="donald")
        product = Product.objects.get(created_by=donald)
        self.assertEqual(product.reviews.get().author, donald)
        self.assertEqual(donald.user_permissions.count(), 2)
        self.assertTrue(donald.has_perm("auth.view_user"))

    def test_json_lines(self):
        self.load("tickets.jsonl")
        ticket = Ticket.objects.get()
        self.assertEqual(ticket.subject, ticket.author)
        self.assertEqual(ticket.text, "What is auth.user?")

    def test_permission(self):
        self.load("permissions")
        self.assertEqual(Permission.objects.get(codename="impersonate_user").content_type.model_class(), User)


class FixturesOfATestCaseTests(TestCase):
    databases = {User.objects.db}
    fixtures = ["groups", "staff"]

    def test_loading_makes_no_tokens(self):
        self.assertFalse(hasattr(User.objects.get(username="grace"), "auth_token"))

    def test_what_was_loaded_can_be_deleted(self):
        User.objects.filter(username="grace").delete()
        self.assertEqual(Entry.objects.get(event="user deleted").detail, "grace")
