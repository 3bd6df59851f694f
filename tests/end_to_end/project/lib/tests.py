import datetime
from unittest.mock import patch, Mock, MagicMock, sentinel
from django.contrib.auth.models import User, Permission
from django.test import TestCase, Client, override_settings
from django.urls import reverse


class T(TestCase):
    fixtures = ["users"]
    user_model = User

    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_user("t", password="x")
        cls.mock = Mock(spec=User)
        cls.m2 = MagicMock(spec_set=User, pk=1)

    @patch("lib.tests.User")
    @patch("django.contrib.auth.models.User.objects")
    @patch("lib.backends.User.objects.get", return_value=None)
    def test(self, a, b, c):
        with self.settings(AUTH_USER_MODEL="auth.User"):
            pass
        with override_settings(AUTH_USER_MODEL="auth.User", X=1):
            pass
        self.client.get("/admin/auth/user/%d/change/" % 3)
        self.client.post(reverse("admin:auth_user_change", args=(1,)))
        self.assertEqual(str(User._meta), "auth.user")
        self.assertEqual(User._meta.label, "auth.User")
        self.assertRaises(User.DoesNotExist, User.objects.get, pk=9)
        with self.assertRaises(User.DoesNotExist):
            pass


def probe():
    T.setUpTestData()
    return isinstance(T.mock, User), T.m2.pk
