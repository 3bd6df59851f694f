from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from blog.models import Bookmark, Post


class AccountTests(TestCase):
    def test_sign_up_then_log_in(self):
        response = self.client.post(reverse('blog:signup'), {
            'username': 'newcomer', 'password1': 'sturdy-lamp-77', 'password2': 'sturdy-lamp-77',
        })
        self.assertRedirects(response, reverse('login'))
        user = User.objects.get(username='newcomer')
        self.assertEqual(user.profile.bio, '')
        response = self.client.post(reverse('login'), {
            'username': 'newcomer', 'password': 'sturdy-lamp-77',
        })
        self.assertRedirects(response, reverse('blog:post_list'))
        self.assertEqual(self.client.session['_auth_user_id'], str(user.pk))

    def test_a_name_that_is_taken_is_refused(self):
        User.objects.create_user('ann')
        response = self.client.post(reverse('blog:signup'), {
            'username': 'ann', 'password1': 'sturdy-lamp-77', 'password2': 'sturdy-lamp-77',
        })
        self.assertContains(response, 'A user with that username already exists.')

    def test_log_out(self):
        self.client.force_login(User.objects.create_user('ann'))
        self.client.post(reverse('logout'))
        self.assertNotIn('_auth_user_id', self.client.session)


class PeopleTests(TestCase):
    def setUp(self):
        self.ann = User.objects.create_user('ann', first_name='Ann', last_name='Lee')
        self.ben = User.objects.create_user('ben')
        self.client.force_login(self.ann)

    def test_list_shows_everybody_by_full_name(self):
        response = self.client.get(reverse('blog:people'))
        self.assertTemplateUsed(response, 'auth/user_list.html')
        self.assertEqual(list(response.context['user_list']), [self.ann, self.ben])
        self.assertContains(response, 'Ann Lee')

    def test_edit_profile(self):
        self.client.post(reverse('blog:edit_profile'), {
            'first_name': 'Anna', 'last_name': 'Lee', 'email': 'anna@example.com',
            'bio': 'Hi', 'city': 'Cork',
        })
        self.ann = User.objects.get(pk=self.ann.pk)
        self.assertEqual(self.ann.first_name, 'Anna')
        self.assertEqual(self.ann.profile.city, 'Cork')

    def test_bookmark_a_user(self):
        self.client.post(reverse('blog:bookmark_user', args=['ben']))
        self.assertEqual(Bookmark.objects.get(owner=self.ann).target, self.ben)


class PostTests(TestCase):
    def setUp(self):
        self.ann = User.objects.create_user('ann', first_name='Ann', last_name='Lee')
        self.ben = User.objects.create_user('ben')
        self.post = Post.objects.create(
            author=self.ann, title='Hello', slug='hello', body='.', published=timezone.now()
        )

    def test_list_by_author(self):
        response = self.client.get(reverse('blog:post_list'), {'author': 'ann'})
        self.assertContains(response, 'Hello')
        self.assertContains(response, 'by Ann Lee')
        response = self.client.get(reverse('blog:post_list'), {'author': 'ben'})
        self.assertNotContains(response, 'Hello')

    def test_write_with_a_co_author(self):
        self.client.force_login(self.ann)
        self.client.post(reverse('blog:write'), {
            'title': 'Second', 'slug': 'second', 'body': '.', 'co_authors': [self.ben.pk],
        })
        post = Post.objects.get(slug='second')
        self.assertEqual(post.author, self.ann)
        self.assertEqual(list(post.co_authors.all()), [self.ben])

    def test_comment(self):
        self.client.force_login(self.ben)
        response = self.client.post(
            reverse('blog:add_comment', args=['hello']), {'text': 'Nice'}, follow=True
        )
        self.assertContains(response, 'Nice')
        self.assertEqual(self.post.comments.get().author, self.ben)
