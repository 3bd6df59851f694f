from django.apps import apps
from django.apps import apps as django_apps


def probe():
    return [
        apps.get_app_config("auth").get_model("User").objects.count(),
        apps.get_app_config("auth").get_model("user").objects.count(),
        apps.get_model("auth", "User").objects.count(),
        apps.get_model("auth.User").objects.count(),
        apps.get_model(app_label="auth", model_name="User").objects.count(),
        django_apps.get_model("auth.user", require_ready=False).objects.count(),
        apps.get_registered_model("auth", "User").objects.count(),
        apps.all_models["auth"]["user"]._meta.model_name,
    ]
