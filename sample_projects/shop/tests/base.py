from django import test


class TestCase(test.TestCase):
    """For settings with one database and for those with two."""

    databases = "__all__"
