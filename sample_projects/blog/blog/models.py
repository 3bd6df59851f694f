from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    bio = models.TextField(blank=True)
    city = models.CharField(max_length=80, blank=True)
    follows = models.ManyToManyField(User, related_name='followers', blank=True)

    def __str__(self):
        return 'Profile of %s' % self.user.username


class PostQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published__lte=timezone.now())

    def written_by(self, username):
        try:
            author = User.objects.get(username=username)
        except User.DoesNotExist:
            return self.none()
        return self.filter(models.Q(author=author) | models.Q(co_authors=author)).distinct()


class Post(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name='posts')
    co_authors = models.ManyToManyField(User, related_name='co_written', blank=True)
    title = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    body = models.TextField()
    published = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ['-published', 'pk']
        permissions = [('publish_post', 'Can publish post')]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse('blog:post_detail', args=[self.slug])


class Comment(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name='comments')
    author = models.ForeignKey(
        'auth.User', on_delete=models.SET_NULL, null=True, related_name='comments'
    )
    text = models.TextField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ['created', 'pk']

    def __str__(self):
        return self.text[:40]


class Bookmark(models.Model):
    """Anything that a reader wants to find again: a post, or another user."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name='bookmarks')
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey('content_type', 'object_id')

    def __str__(self):
        return '%s -> %s' % (self.owner, self.target)
