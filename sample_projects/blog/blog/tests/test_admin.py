from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import TestCase
from django.urls import reverse


class UserAdminTests(TestCase):
    def setUp(self):
        self.clerk = User.objects.create_user('clerk', is_staff=True)
        self.clerk.user_permissions.set(
            Permission.objects.filter(content_type__app_label='auth', content_type__model='user')
        )
        self.reader = User.objects.create_user('reader', password='sturdy-lamp-77')
        self.client.force_login(self.clerk)

    def test_the_project_has_its_own_user_admin(self):
        self.assertTrue(admin.site.is_registered(User))
        self.assertEqual(type(admin.site._registry[User]).__module__, 'blog.admin')

    def test_index_lists_users_for_a_non_superuser(self):
        self.assertContains(self.client.get(reverse('admin:index')), reverse('admin:auth_user_changelist'))

    def test_changelist_has_the_city(self):
        self.reader.profile.city = 'Delft'
        self.reader.profile.save()
        response = self.client.get(reverse('admin:auth_user_changelist'), {'q': 'reader'})
        self.assertContains(response, 'Delft')

    def test_change_page_has_the_profile(self):
        self.clerk.user_permissions.add(Permission.objects.get(codename='change_profile'))
        response = self.client.get(reverse('admin:auth_user_change', args=[self.reader.pk]))
        self.assertContains(response, 'profile-0-city')

    def test_password_page(self):
        response = self.client.get(reverse('admin:auth_user_password_change', args=[self.reader.pk]))
        self.assertEqual(response.status_code, 200)

    def test_delete_page(self):
        response = self.client.get(reverse('admin:auth_user_delete', args=[self.reader.pk]))
        self.assertContains(response, 'Are you sure')

    def test_add_page(self):
        self.assertEqual(self.client.get(reverse('admin:auth_user_add')).status_code, 200)

    def test_post_form_finds_authors(self):
        self.clerk.user_permissions.add(Permission.objects.get(codename='add_post'))
        self.assertContains(self.client.get(reverse('admin:blog_post_add')), 'autocomplete')
