from unittest import mock

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse

from apps.people.forms import AccountForm, CustomerForm, EmailForm
from apps.people.models import Customer

from .base import TestCase
from .factories import GroupFactory, StaffFactory, UserFactory, grant


class LoginTests(TestCase):
    def setUp(self):
        self.user = UserFactory(username="grace", email="grace@example.com")

    def test_by_name_and_by_email(self):
        for name in "grace", "Grace@Example.com":
            response = self.client.post(reverse("login"), {"username": name, "password": "sturdy-lamp-77"})
            self.assertRedirects(response, reverse("people:list"))
            self.client.logout()

    def test_backend(self):
        self.assertEqual(authenticate(username="grace@example.com", password="sturdy-lamp-77"), self.user)
        self.assertIsNone(authenticate(username="grace@example.com", password="wrong"))
        self.assertIsNone(authenticate(username="nobody@example.com", password="wrong"))

    @mock.patch("django.contrib.auth.models.User.set_password")
    def test_unknown_names_take_as_long(self, set_password):
        authenticate(username="nobody@example.com", password="wrong")
        self.assertTrue(set_password.called)

    def test_password_reset(self):
        self.client.post(reverse("password_reset"), {"email": "grace@example.com"})
        self.assertEqual(mail.outbox[0].to, ["grace@example.com"])

    def test_the_proxy_hears_who_is_signed_in(self):
        self.client.force_login(self.user)
        self.assertEqual(self.client.get(reverse("people:list"))["X-Signed-In"], "grace")

    def test_look_as_somebody_else(self):
        self.client.force_login(UserFactory(username="ada"))
        self.assertContains(self.client.get("/people/?as=grace"), "ada")
        moderator = UserFactory(username="alan")
        grant(moderator, "change_user")
        self.client.force_login(moderator)
        response = self.client.get("/people/?as=grace")
        self.assertEqual(response.wsgi_request.user, self.user)
        self.assertEqual(response["X-Signed-In"], "alan")


class FormTests(TestCase):
    passwords = {"password1": "sturdy-lamp-77", "password2": "sturdy-lamp-77"}

    def test_sign_up(self):
        response = self.client.post(
            reverse("people:sign_up"), {"username": "new", "email": "new@example.com", **self.passwords}
        )
        self.assertRedirects(response, reverse("login"))
        self.assertEqual(User.objects.get(username="new").email, "new@example.com")

    def test_hire(self):
        clerk = StaffFactory()
        self.client.force_login(clerk)
        self.assertEqual(self.client.get(reverse("people:hire")).status_code, 403)
        grant(clerk, "add_user", "view_user")
        group = GroupFactory()
        response = self.client.post(
            reverse("people:hire"), {"username": "new", "groups": [group.pk], **self.passwords}
        )
        self.assertRedirects(response, reverse("admin:auth_user_changelist"))
        user = User.objects.get(username="new")
        self.assertTrue(user.is_staff)
        self.assertEqual(list(user.groups.all()), [group])

    def test_new_customer(self):
        form = CustomerForm({"username": "edsger", "phone": "1", **self.passwords})
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.save(), Customer.objects.get(username="edsger"))

    def test_account(self):
        user = UserFactory(username="grace")
        self.client.force_login(user)
        response = self.client.post(reverse("people:account"), {"first_name": "G", "email": "g@example.com"})
        self.assertRedirects(response, "/people/grace/")
        user.refresh_from_db()
        self.assertEqual(user.email, "g@example.com")
        self.assertEqual(AccountForm._meta.model, type(user))
        self.assertEqual(EmailForm._meta.model, type(user))

    def test_addresses(self):
        user = UserFactory()
        self.client.force_login(user)
        self.client.post(reverse("people:addresses"), {
            "addresses-TOTAL_FORMS": 1, "addresses-INITIAL_FORMS": 0,
            "addresses-0-street": "1 Main Street", "addresses-0-city": "Cork",
        })
        self.assertEqual(user.addresses.get().city, "Cork")


class InviteTests(TestCase):
    def setUp(self):
        clerk = StaffFactory()
        grant(clerk, "add_user", "change_user")
        self.client.force_login(clerk)

    @mock.patch("django.contrib.auth.models.User.email_user")
    def test_somebody_known(self, email_user):
        user = UserFactory(username="grace")
        response = self.client.post(reverse("people:invite"), {"to": "grace"})
        self.assertRedirects(response, reverse("admin:auth_user_change", args=[user.pk]))
        email_user.assert_called_once_with("Invitation", "Please come in.")
        self.assertEqual(mail.outbox, [])

    def test_somebody_new(self):
        response = self.client.post(reverse("people:invite"), {
            "new-username": "new", "new-password1": "sturdy-lamp-77", "new-password2": "sturdy-lamp-77",
        })
        self.assertRedirects(response, "/admin/auth/user/%d/change/" % User.objects.get(username="new").pk)
