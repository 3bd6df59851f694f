from django import forms
from django.contrib.auth.models import User

from .models import Comment, Post, Profile


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ['first_name', 'last_name', 'email']


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Profile
        fields = ['bio', 'city']


class PostForm(forms.ModelForm):
    co_authors = forms.ModelMultipleChoiceField(
        queryset=User.objects.filter(is_active=True), required=False
    )

    class Meta:
        model = Post
        fields = ['title', 'slug', 'body', 'co_authors']


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ['text']
