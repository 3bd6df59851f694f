from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.urls import reverse


class PermissionTests(TestCase):
    """Superusers may do everything anyway: these are the permissions of everybody else."""

    def setUp(self):
        self.mod = User.objects.create_user('mod', is_staff=True)
        self.reader = User.objects.create_user('reader')
        user_type = ContentType.objects.get_for_model(User)
        group = Group.objects.create(name='moderators')
        group.permissions.set(Permission.objects.filter(
            content_type=user_type, codename__in=['view_user', 'change_user']
        ))
        self.mod.groups.add(group)

    def test_has_perm(self):
        self.assertTrue(self.mod.has_perm('auth.change_user'))
        self.assertTrue(self.mod.has_perms(['auth.view_user', 'auth.change_user']))
        self.assertFalse(self.mod.has_perm('auth.delete_user'))
        self.assertFalse(self.reader.has_perm('auth.change_user'))

    def test_moderators_page(self):
        self.client.force_login(self.reader)
        self.assertEqual(self.client.get(reverse('blog:moderators')).status_code, 403)
        self.client.force_login(self.mod)
        response = self.client.get(reverse('blog:moderators'))
        self.assertEqual(list(response.context['moderators']), [self.mod])

    def test_details_of_a_user(self):
        self.client.force_login(self.reader)
        self.assertEqual(self.client.get(reverse('blog:person', args=['mod'])).status_code, 403)
        self.client.force_login(self.mod)
        response = self.client.get(reverse('blog:person', args=['reader']))
        self.assertContains(response, '0 followers')

    def test_deactivate(self):
        self.client.force_login(self.reader)
        url = reverse('blog:deactivate', args=['reader'])
        self.assertEqual(self.client.post(url).status_code, 403)
        self.client.force_login(self.mod)
        self.assertRedirects(self.client.post(url), reverse('admin:auth_user_changelist'))
        self.reader.refresh_from_db()
        self.assertFalse(self.reader.is_active)

    def test_links_in_templates(self):
        self.client.force_login(self.mod)
        response = self.client.get(reverse('blog:people'))
        self.assertContains(response, 'Moderators')
        self.assertContains(response, 'Manage users')
        self.assertContains(response, 'details')
        self.assertContains(response, reverse('admin:auth_user_change', args=[self.reader.pk]))
        self.assertNotContains(response, 'Add user')
        self.assertNotContains(response, 'You may delete users.')
        self.client.force_login(self.reader)
        response = self.client.get(reverse('blog:people'))
        self.assertNotContains(response, 'Moderators')
        self.assertNotContains(response, 'details')

    def test_links_follow_direct_grants(self):
        self.reader.user_permissions.add(
            Permission.objects.get(content_type__app_label='auth', codename='delete_user')
        )
        self.client.force_login(self.reader)
        self.assertContains(self.client.get(reverse('blog:people')), 'You may delete users.')

    def test_link_to_add_a_user(self):
        self.mod.user_permissions.add(
            Permission.objects.get(content_type__app_label='auth', codename='add_user')
        )
        self.client.force_login(self.mod)
        self.assertContains(self.client.get(reverse('blog:people')), reverse('admin:auth_user_add'))
