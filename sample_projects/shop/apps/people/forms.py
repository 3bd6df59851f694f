from django import forms
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.forms import inlineformset_factory, modelform_factory

from .models import Address, Customer


class SignUpForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ("username", "email")


class StaffCreationForm(UserCreationForm):
    groups = forms.ModelMultipleChoiceField(Group.objects.all(), required=False)

    def save(self, commit=True):
        self.instance.is_staff = True
        user = super().save(commit)
        user.groups.set(self.cleaned_data["groups"])
        return user


class CustomerForm(UserCreationForm):
    class Meta:
        model = Customer
        fields = ["username", "phone"]


class AccountForm(UserChangeForm):
    password = None

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email"]


EmailForm = modelform_factory(User, fields=["email"])
AddressFormSet = inlineformset_factory(User, Address, fields=["street", "city"], extra=1)


class InviteForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.filter(is_active=True), to_field_name="username")
