from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import User
from django.shortcuts import get_list_or_404, get_object_or_404, redirect
from django.urls import reverse_lazy
from django.views import generic


class Register(generic.CreateView):
    form_class = UserCreationForm
    template_name = "x.html"
    success_url = reverse_lazy("admin:auth_user_changelist")


class Users(PermissionRequiredMixin, generic.ListView):
    permission_required = "auth.view_user"
    model = User

    def get_queryset(self):
        return super().get_queryset().filter(pk__in=User.objects.values("pk"))


@login_required
@permission_required("auth.change_user", raise_exception=True)
def one(request, pk):
    user = get_object_or_404(User, pk=pk)
    users = get_list_or_404(User.objects.all())
    return redirect("admin:auth_user_change", user.pk)


@permission_required(("auth.change_user", "auth.add_group"))
def two(request):
    request.user = get_object_or_404(User.objects.select_related(), pk=1)


def probe():
    from django.test import RequestFactory
    r = RequestFactory().get("/")
    r.user = User.objects.get(username="root")
    v = Users()
    v.setup(r)
    v.object_list = v.get_queryset()
    return (Register().get_form_class().__name__, one(r, r.user.pk).status_code, v.get_template_names(),
            str(Register.success_url))
