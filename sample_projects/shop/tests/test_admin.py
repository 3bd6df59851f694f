from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from apps.people.models import Customer, Staff

from .base import TestCase
from .factories import CustomerFactory, ProductFactory, StaffFactory, UserFactory, grant


class UserAdminTests(TestCase):
    def setUp(self):
        self.clerk = StaffFactory(username="clerk")
        grant(self.clerk, "add_user", "change_user", "delete_user", "view_user")
        self.reader = UserFactory(username="reader")
        self.reader.addresses.create(street="1 Main Street", city="Cork")
        self.client.force_login(self.clerk)

    def test_the_project_has_its_own_user_admin(self):
        self.assertEqual(type(admin.site._registry[User]).__module__, "apps.people.admin")

    def test_index(self):
        self.assertContains(self.client.get("/admin/"), "/admin/auth/user/")

    def test_changelist(self):
        response = self.client.get(reverse("admin:auth_user_changelist"))
        self.assertContains(response, "Uma")
        self.assertContains(response, "Deactivate selected users")

    def test_action(self):
        self.client.post("/admin/auth/user/", {"action": "deactivate", "_selected_action": [self.reader.pk]})
        self.reader.refresh_from_db()
        self.assertFalse(self.reader.is_active)

    def test_change_page_is_the_overridden_one(self):
        response = self.client.get(reverse("admin:auth_user_change", args=[self.reader.pk]))
        self.assertContains(response, "Public page")

    def test_add_page_is_that_of_django(self):
        response = self.client.get(reverse("admin:auth_user_add"))
        self.assertTemplateUsed(response, "admin/auth/user/add_form.html")

    def test_password_page(self):
        # The name `auth_user_password_change` belongs to the page of staff, which came last.
        url = reverse("admin:auth_user_change", args=[self.reader.pk]).replace("/change/", "/password/")
        self.client.post(url, {"password1": "taller-lamp-78", "password2": "taller-lamp-78"})
        self.reader.refresh_from_db()
        self.assertTrue(self.reader.check_password("taller-lamp-78"))

    def test_history_and_delete_pages(self):
        for url in (
            reverse("admin:auth_user_history", args=[self.reader.pk]),
            reverse("admin:auth_user_delete", args=[self.reader.pk]),
        ):
            self.assertEqual(self.client.get(url).status_code, 200)

    def test_what_is_changed_is_logged(self):
        url = reverse("admin:auth_user_add")
        self.client.post(url, {
            "username": "new", "password1": "sturdy-lamp-77", "password2": "sturdy-lamp-77",
            "usable_password": "true",
            "addresses-TOTAL_FORMS": 0, "addresses-INITIAL_FORMS": 0,
        })
        new = User.objects.get(username="new")
        entry = self.clerk.logentry_set.get()
        self.assertEqual(entry.get_edited_object(), new)
        self.assertEqual(self.client.get(entry.get_admin_url()).status_code, 200)


class OtherAdminTests(TestCase):
    def setUp(self):
        self.client.force_login(UserFactory(is_staff=True, is_superuser=True))

    def test_staff(self):
        staff = StaffFactory()
        self.assertTrue(admin.site.is_registered(Staff))
        self.assertContains(self.client.get(reverse("admin:people_staff_change", args=[staff.pk])), staff.username)

    def test_customers(self):
        customer = CustomerFactory()
        self.assertTrue(admin.site.is_registered(Customer))
        response = self.client.get(reverse("admin:people_customer_change", args=[customer.pk]))
        self.assertContains(response, "The user of this customer")
        self.assertContains(response, reverse("admin:auth_user_change", args=[customer.pk]))

    def test_autocomplete(self):
        UserFactory(username="grace")
        response = self.client.get("/admin/autocomplete/", {
            "term": "gra", "app_label": "catalog", "model_name": "review", "field_name": "author",
        })
        self.assertEqual([result["text"] for result in response.json()["results"]], ["grace"])

    def test_add_pages(self):
        for name in "people_referral", "catalog_product", "catalog_review", "orders_order", "support_ticket":
            self.assertEqual(self.client.get(reverse("admin:%s_add" % name)).status_code, 200, name)

    def test_lookup_window_of_users(self):
        ProductFactory()
        self.assertEqual(self.client.get(reverse("admin:auth_user_changelist") + "?_popup=1").status_code, 200)
