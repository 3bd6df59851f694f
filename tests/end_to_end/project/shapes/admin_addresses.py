from django.contrib.auth.models import User
from django.urls import reverse, resolve, NoReverseMatch
from django.utils.html import format_html

URL = "admin:%s_%s_change"


def probe():
    u = User.objects.get(username="ann")
    info = (u._meta.app_label, u._meta.model_name)
    return (
        reverse(URL % info, args=[u.pk]),
        reverse("admin:auth_user_changelist") + "?q=1",
        reverse("admin:{}_{}_add".format("auth", "user")),
        reverse("admin:app_list", args=("auth",)),
        format_html('<a href="{}">x</a>', reverse("admin:auth_user_change", args=(u.pk,))),
        resolve("/admin/auth/user/").url_name,
        reverse("admin:auth_group_changelist"),
        "/admin/auth/user/{}/change/".format(u.pk),
        '<a href="/admin/auth/user/%s/">' % u.pk,
    )
