from django.contrib.auth import models
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.generic import CreateView, DeleteView, DetailView, ListView, UpdateView

from .forms import AccountForm, AddressFormSet, InviteForm, SignUpForm, StaffCreationForm
from .models import Staff


class ByUsername:
    slug_field = "username"
    slug_url_kwarg = "username"


class UserList(LoginRequiredMixin, ListView):
    queryset = models.User.objects.filter(is_active=True).order_by("username")
    paginate_by = 50


class StaffList(PermissionRequiredMixin, ListView):
    permission_required = ["people.view_staff", "auth.view_user"]
    raise_exception = True
    model = Staff
    template_name = "people/staff_list.html"


class UserDetail(LoginRequiredMixin, ByUsername, DetailView):
    model = models.User


class UserEdit(PermissionRequiredMixin, ByUsername, UpdateView):
    permission_required = ("auth.change_user",)
    raise_exception = True
    model = models.User
    fields = ["first_name", "last_name", "email"]


class UserDelete(PermissionRequiredMixin, ByUsername, DeleteView):
    permission_required = "auth.delete_user"
    raise_exception = True
    model = models.User
    success_url = reverse_lazy("people:list")


class SignUp(CreateView):
    form_class = SignUpForm
    template_name = "registration/sign_up.html"
    success_url = reverse_lazy("login")


class Hire(PermissionRequiredMixin, CreateView):
    permission_required = "auth.add_user"
    raise_exception = True
    form_class = StaffCreationForm
    template_name = "registration/sign_up.html"
    success_url = reverse_lazy("admin:auth_user_changelist")


@permission_required("auth.add_user", raise_exception=True)
def invite(request):
    new = UserCreationForm(request.POST or None, prefix="new")
    known = InviteForm(request.POST or None)
    if request.method == "POST" and known.is_valid():
        user = known.cleaned_data["to"]
        user.email_user("Invitation", "Please come in.")
        return redirect("admin:auth_user_change", user.pk)
    if request.method == "POST" and new.is_valid():
        return redirect("admin:auth_user_change", new.save().pk)
    return render(request, "people/invite.html", {"new": new, "known": known})


@user_passes_test(lambda user: user.has_module_perms("auth"))
def overview(request):
    busy = models.User.objects.annotate(n=Count("placed_orders")).filter(n__gt=0).order_by("-n", "pk")
    groups = models.Group.objects.annotate(n=Count("user"))
    return render(request, "people/overview.html", {"busy": busy, "groups": groups})


@login_required
def account(request):
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(request.user)
    return render(request, "people/account.html", {"form": form})


@login_required
def addresses(request):
    formset = AddressFormSet(request.POST or None, instance=request.user)
    if request.method == "POST" and formset.is_valid():
        formset.save()
        return redirect("people:addresses")
    return render(request, "people/account.html", {"form": formset})


@login_required
def to_admin(request, username):
    user = get_object_or_404(models.User, username=username)
    return redirect(reverse("admin:auth_user_change", args=[user.pk]))
