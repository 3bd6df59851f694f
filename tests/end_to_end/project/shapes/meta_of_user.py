from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User


def probe():
    opts = User._meta
    u = User.objects.get(username="root")
    return u.has_perm(opts.app_label + "." + get_permission_codename("change", opts)), User._meta.model_name
