from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, ListView

from .forms import CommentForm, PostForm, ProfileForm, UserForm
from .models import Bookmark, Post


class PostListView(ListView):
    paginate_by = 10

    def get_queryset(self):
        posts = Post.objects.published().select_related('author')
        author = self.request.GET.get('author')
        return posts.written_by(author) if author else posts

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context['busiest'] = User.objects.annotate(n=Count('posts')).filter(n__gt=0).order_by('-n')[:5]
        return context


class PostDetailView(DetailView):
    model = Post

    def get_context_data(self, **kwargs):
        return super().get_context_data(comment_form=CommentForm(), **kwargs)


class PostCreateView(LoginRequiredMixin, CreateView):
    model = Post
    form_class = PostForm

    def form_valid(self, form):
        form.instance.author = self.request.user
        return super().form_valid(form)


class SignUpView(CreateView):
    form_class = UserCreationForm
    template_name = 'registration/signup.html'
    success_url = reverse_lazy('login')


class UserListView(LoginRequiredMixin, ListView):
    model = User
    ordering = ['username']
    paginate_by = 50


class UserDetailView(PermissionRequiredMixin, DetailView):
    permission_required = 'auth.view_user'
    raise_exception = True
    model = User
    slug_field = 'username'
    slug_url_kwarg = 'username'


@permission_required('auth.change_user', raise_exception=True)
def moderators(request):
    permission = Permission.objects.get(content_type__app_label='auth', codename='change_user')
    users = User.objects.filter(
        Q(user_permissions=permission) | Q(groups__permissions=permission) | Q(is_superuser=True)
    ).distinct().order_by('username')
    return render(request, 'blog/moderators.html', {'moderators': users})


@login_required
def edit_profile(request):
    user_form = UserForm(request.POST or None, instance=request.user)
    profile_form = ProfileForm(request.POST or None, instance=request.user.profile)
    if request.method == 'POST' and user_form.is_valid() and profile_form.is_valid():
        user_form.save()
        profile_form.save()
        return redirect('blog:people')
    return render(request, 'blog/edit_profile.html', {'forms': [user_form, profile_form]})


@login_required
@require_POST
def deactivate(request, username):
    if not request.user.has_perm('auth.change_user'):
        raise PermissionDenied
    user = get_object_or_404(User, username=username)
    user.is_active = False
    user.save()
    messages.success(request, '%s may not log in any more.' % user)
    return redirect('admin:auth_user_changelist' if request.user.is_staff else 'blog:people')


@login_required
@require_POST
def bookmark_user(request, username):
    user = get_object_or_404(User, username=username)
    Bookmark.objects.get_or_create(
        owner=request.user,
        content_type=ContentType.objects.get(app_label='auth', model='user'),
        object_id=user.pk,
    )
    return redirect('blog:people')


@login_required
@require_POST
def add_comment(request, slug):
    post = get_object_or_404(Post, slug=slug)
    form = CommentForm(request.POST)
    if form.is_valid():
        form.instance.post = post
        form.instance.author = request.user
        form.save()
    return redirect(post)
