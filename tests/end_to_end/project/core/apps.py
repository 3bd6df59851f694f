from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from django.contrib.auth.models import User
        from django.db.models.signals import post_delete
        from . import handlers

        post_delete.connect(handlers.on_delete, sender=User)
