from django.contrib.auth.models import UserManager


class StaffManager(UserManager):
    def get_queryset(self):
        return super().get_queryset().filter(is_staff=True)

    def hire(self, username, **fields):
        return self.create_user(username, is_staff=True, **fields)
