import json
import os
import tempfile
from io import StringIO

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from blog.models import Bookmark


class PopulateTests(TestCase):
    def test_populate(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, 'sessions.json')
            call_command('populate', users=6, posts=4, sessions=path, stdout=StringIO())
            with open(path) as file:
                sessions = json.load(file)
        self.assertEqual(sorted(sessions), ['admin', 'clerk', 'mod'])
        self.assertEqual(User.objects.count(), 6)
        self.assertTrue(User.objects.get(username='mod').has_perm('auth.change_user'))
        self.assertTrue(User.objects.get(username='clerk').has_perm('auth.delete_user'))
        self.assertEqual(LogEntry.objects.filter(content_type__app_label='auth', content_type__model='user').count(), 6)
        self.assertEqual(Bookmark.objects.first().target, User.objects.get(username='mod'))
        self.assertTrue(self.client.login(username='reader', password='correct-horse-battery'))

        self.client.cookies[settings.SESSION_COOKIE_NAME] = sessions['mod']
        response = self.client.get(reverse('blog:moderators'))
        self.assertContains(response, 'First1 Last1')
