from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "apps.people"
    verbose_name = "People"

    def ready(self):
        from django.contrib.auth.models import User

        from . import signals  # noqa: F401
        from .names import badge

        User.add_to_class("badge", property(badge))
