"""What several data migrations need; `apps` is the registry of historical models."""


def first_of_staff(apps):
    User = apps.get_model("auth.User")
    return User.objects.filter(is_staff=True).order_by("pk").first()
