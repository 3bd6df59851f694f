from django.contrib.auth.models import Group, User
from rest_framework.authtoken.models import Token

from apps.audit.models import Entry

from .base import TestCase
from .factories import CustomerFactory, GroupFactory, ProductFactory, UserFactory


class SignalTests(TestCase):
    def test_every_new_user_gets_a_token(self):
        user = User.objects.create_user("grace")
        self.assertEqual(Token.objects.get(user=user), user.auth_token)
        user.save()
        self.assertEqual(Token.objects.count(), 1)

    def test_logins_are_noted(self):
        user = UserFactory()
        self.client.force_login(user)
        entry = Entry.objects.get(event="login")
        self.assertEqual((entry.actor, entry.subject), (user, user))

    def test_deletions_are_noted(self):
        UserFactory(username="grace").delete()
        self.assertEqual(Entry.objects.get(event="user deleted").detail, "grace")

    def test_the_deletion_of_a_customer_is_that_of_a_user(self):
        CustomerFactory(username="edsger").delete()
        self.assertEqual(Entry.objects.get(event="user deleted").detail, "edsger")

    def test_new_groups_are_noted(self):
        user = UserFactory()
        user.groups.add(GroupFactory(), GroupFactory(name="editors"))
        entry = Entry.objects.get(event="groups added")
        self.assertEqual((entry.subject, entry.detail), (user, "2"))

    def test_other_relations_are_not(self):
        ProductFactory().visible_to.add(GroupFactory())
        group = Group.objects.get()
        group.user_set.add(UserFactory())
        self.assertFalse(Entry.objects.exists())
