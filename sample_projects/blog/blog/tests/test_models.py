from django.contrib.auth.models import User
from django.test import TestCase
from django.utils import timezone

from blog.models import Bookmark, Comment, Post, Profile


class ProfileTests(TestCase):
    def test_every_new_user_gets_a_profile(self):
        user = User.objects.create_user('ann')
        self.assertEqual(Profile.objects.get(user=user), user.profile)

    def test_saving_again_makes_no_second_profile(self):
        user = User.objects.create_user('ann')
        user.email = 'ann@example.com'
        user.save()
        self.assertEqual(Profile.objects.count(), 1)

    def test_following(self):
        ann = User.objects.create_user('ann')
        ben = User.objects.create_user('ben')
        ann.profile.follows.add(ben)
        self.assertEqual(list(ben.followers.all()), [ann.profile])


class PostTests(TestCase):
    def setUp(self):
        self.ann = User.objects.create_user('ann')
        self.ben = User.objects.create_user('ben')
        self.post = Post.objects.create(
            author=self.ann, title='Hello', slug='hello', body='.', published=timezone.now()
        )

    def test_written_by_author_and_co_author(self):
        self.post.co_authors.add(self.ben)
        self.assertEqual(list(Post.objects.written_by('ann')), [self.post])
        self.assertEqual(list(Post.objects.written_by('ben')), [self.post])

    def test_written_by_nobody(self):
        self.assertEqual(list(Post.objects.written_by('nobody')), [])

    def test_comments_outlive_their_author(self):
        comment = Comment.objects.create(post=self.post, author=self.ben, text='Nice')
        self.ben.delete()
        comment.refresh_from_db()
        self.assertIsNone(comment.author)

    def test_a_bookmark_can_be_a_post_or_a_user(self):
        Bookmark.objects.create(owner=self.ann, target=self.ben)
        Bookmark.objects.create(owner=self.ann, target=self.post)
        targets = [bookmark.target for bookmark in Bookmark.objects.order_by('pk')]
        self.assertEqual(targets, [self.ben, self.post])
        self.assertIsInstance(targets[0], User)
