from django import forms
from django.contrib.auth.forms import UserChangeForm, UserCreationForm, ReadOnlyPasswordHashField
from django.contrib.auth.models import User


class SignUp(UserCreationForm):
    email = forms.EmailField()


class SignUp2(UserCreationForm):
    class Meta:
        model = User
        fields = ("username", "email")


class SignUp3(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields + ("email",)


class Change(UserChangeForm):
    password = None


class Plain(forms.ModelForm):
    user = forms.ModelChoiceField(queryset=User.objects.all(), required=False)
    users = forms.ModelMultipleChoiceField(User.objects.filter(is_active=True), required=False)

    class Meta:
        model = User
        exclude = ["password"]


FormSet = forms.modelformset_factory(User, fields=["username"])
F2 = forms.modelform_factory(User, form=SignUp, fields=["username"])


def probe():
    d = {"username": "neu", "password1": "Hux7!pwd9", "password2": "Hux7!pwd9", "email": "a@b.de"}
    out = []
    for n, F in enumerate((SignUp, SignUp2, SignUp3)):
        f = F(dict(d, username="neu%d" % n))
        out.append((f.is_valid(), f.errors and dict(f.errors), f.save().username))
    u = User.objects.get(username="ann")
    return out, Change(instance=u).is_bound, Plain(instance=u)["username"].value(), FormSet._meta if hasattr(FormSet, "_meta") else FormSet.model is User
