from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import reverse

from apps.support.models import Ticket

from .base import TestCase
from .factories import GroupFactory, OrderFactory, StaffFactory, UserFactory, grant


class PermissionTests(TestCase):
    """Superusers may do everything anyway: these are the permissions of everybody else."""

    def setUp(self):
        self.reader = UserFactory(username="reader")
        group = GroupFactory()
        group.permissions.set([
            Permission.objects.get_by_natural_key("view_user", "auth", "user"),
            Permission.objects.get(
                content_type=ContentType.objects.get_for_model(User), codename="change_user"
            ),
        ])
        grant(group, "view_staff", "view_ticket")
        self.mod = StaffFactory(username="mod", groups=[group])

    def get(self, user, url):
        self.client.force_login(user)
        return self.client.get(url)

    def test_has_perm(self):
        mod = User.objects.get(username="mod")
        self.assertTrue(mod.has_perm("auth.change_user"))
        self.assertFalse(mod.has_perm("auth.delete_user"))
        self.assertFalse(self.reader.has_perm("auth.change_user"))
        backend = "django.contrib.auth.backends.ModelBackend"
        self.assertEqual(list(User.objects.with_perm("auth.change_user", backend=backend)), [mod])

    def test_own_permission_of_the_proxy(self):
        grant(self.reader, "view_payroll")
        self.assertTrue(User.objects.get(pk=self.reader.pk).has_perm("people.view_payroll"))

    def test_pages(self):
        for name, args in [
            ("people:staff", []), ("people:edit", ["reader"]), ("support:desk", []),
        ]:
            url = reverse(name, args=args)
            self.assertEqual(self.get(self.reader, url).status_code, 403, name)
            self.assertEqual(self.get(self.mod, url).status_code, 200, name)

    def test_edit(self):
        self.client.force_login(self.mod)
        response = self.client.get(reverse("people:edit", args=["reader"]))
        self.assertTemplateUsed(response, "auth/user_form.html")
        self.client.post(reverse("people:edit", args=["reader"]), {"first_name": "R"})
        self.reader.refresh_from_db()
        self.assertEqual(self.reader.first_name, "R")

    def test_delete(self):
        url = reverse("people:delete", args=["reader"])
        self.assertEqual(self.get(self.mod, url).status_code, 403)
        grant(self.mod, "delete_user")
        self.assertContains(self.get(self.mod, url), "Delete reader for good?")
        self.client.post(url)
        self.assertFalse(User.objects.filter(username="reader").exists())

    def test_overview(self):
        grant(self.mod, "view_group")
        OrderFactory(placed_by=self.reader)
        self.assertEqual(self.get(self.reader, reverse("people:overview")).status_code, 302)
        response = self.get(self.mod, reverse("people:overview"))
        self.assertContains(response, "Uma: 1 orders")
        self.assertContains(response, "moderators: 1 members")

    def test_list(self):
        response = self.get(self.reader, reverse("people:list"))
        self.assertTemplateUsed(response, "auth/user_list.html")
        self.assertEqual(list(response.context["user_list"]), list(User.objects.order_by("username")))
        self.assertContains(response, "card user")
        for absent in "edit", "Hire", "Manage users", "Support desk":
            self.assertNotContains(response, absent)
        response = self.get(self.mod, reverse("people:list"))
        for present in "edit", "Support desk":
            self.assertContains(response, present)
        users = reverse("admin:auth_user_changelist")
        self.assertContains(response, '<a href="%s">Manage users</a>' % users, html=True)
        for absent in "Hire", "delete":
            self.assertNotContains(response, absent)
        grant(self.mod, "delete_user")
        self.assertContains(self.get(self.mod, reverse("people:list")), "delete")
        grant(self.reader, "add_user")
        self.assertContains(self.get(self.reader, reverse("people:list")), "Hire")

    def test_detail(self):
        url = reverse("people:detail", args=["mod"])
        self.assertNotContains(self.get(self.reader, url), "mod@example.com")
        self.assertContains(self.get(self.mod, url), "mod@example.com")

    def test_to_admin(self):
        response = self.get(self.mod, reverse("people:admin", args=["reader"]))
        self.assertRedirects(response, "/admin/auth/user/%d/change/" % self.reader.pk)

    def test_support_desk(self):
        self.client.force_login(self.reader)
        self.client.post(reverse("support:report", args=["mod"]), {"text": "Rude"})
        self.assertEqual(Ticket.objects.get().subject, User.objects.get(username="mod"))
        response = self.get(self.mod, reverse("support:desk"))
        self.assertContains(response, "Rude")
        self.assertContains(response, "mod has nothing to do.")
        link = reverse("admin:auth_user_change", args=[self.mod.pk])
        self.assertContains(response, 'href="%s"' % link)
        self.assertEqual(self.client.get(response.context["links"]["users"]).status_code, 200)

    def test_permissions_that_were_loaded(self):
        call_command("loaddata", "permissions", verbosity=0, database=User.objects.db)
        self.reader.user_permissions.add(Permission.objects.get(codename="impersonate_user"))
        self.assertTrue(User.objects.get(pk=self.reader.pk).has_perm("auth.impersonate_user"))
