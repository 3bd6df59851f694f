import json
from datetime import datetime, timedelta

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from blog.models import Bookmark, Comment, Post

PASSWORD = 'correct-horse-battery'
START = timezone.make_aware(datetime(2021, 7, 1, 12, 0))
CITIES = ['Aarhus', 'Bergen', 'Cork', 'Delft']


class Command(BaseCommand):
    help = 'Fills an empty database with users, grants, posts, log entries and sessions.'

    def add_arguments(self, parser):
        parser.add_argument('--users', type=int, default=12, help='how many users (at least 4)')
        parser.add_argument('--posts', type=int, default=20, help='how many posts')
        parser.add_argument('--logins', type=int, default=3, help='how many users are logged in')
        parser.add_argument('--sessions', metavar='FILE', help='write {username: session key} here')

    @transaction.atomic
    def handle(self, *args, **options):
        if User.objects.exists():
            raise CommandError('There are users in this database already: populate fills an empty one.')
        if options['users'] < 4:
            raise CommandError('At least 4 users are needed.')
        users = self.create_users(options['users'])
        self.grant(users)
        self.write_posts(users, options['posts'])
        self.follow_and_bookmark(users)
        self.log(users)
        sessions = self.log_in(users[:options['logins']])
        if options['sessions']:
            with open(options['sessions'], 'w') as file:
                json.dump(sessions, file, indent=2)
        self.stdout.write('%d users, %d posts, %d sessions' % (
            len(users), options['posts'], len(sessions)))

    def create_users(self, number):
        password = make_password(PASSWORD, salt='populate-by-the-sample')
        users = []
        for n in range(number):
            user = User(
                username=['admin', 'mod', 'clerk', 'reader'][n] if n < 4 else 'user%04d' % n,
                first_name='First%d' % n,
                last_name='Last%d' % n,
                email='user%d@example.com' % n,
                password=password,
                is_superuser=n == 0,
                is_staff=n < 3,
                is_active=n % 10 != 9,
                date_joined=START + timedelta(hours=n),
            )
            user.save()
            user.profile.city = CITIES[n % len(CITIES)]
            user.profile.bio = 'I am number %d.' % n
            user.profile.save()
            users.append(user)
        return users

    def grant(self, users):
        """`mod` may change users through a group, `clerk` by a grant of their own."""
        of_users = Permission.objects.filter(content_type__app_label='auth', content_type__model='user')
        moderators = Group.objects.create(name='moderators')
        moderators.permissions.set(of_users.filter(codename__in=['view_user', 'change_user']))
        moderators.permissions.add(Permission.objects.get(codename='publish_post'))
        writers = Group.objects.create(name='writers')
        writers.permissions.set(Permission.objects.filter(content_type__app_label='blog'))
        users[1].groups.add(moderators)
        users[2].user_permissions.set(of_users)
        for user in users[3::2]:
            user.groups.add(writers)

    def write_posts(self, users, number):
        for n in range(number):
            author = users[n % len(users)]
            post = Post.objects.create(
                author=author,
                title='Post %d' % n,
                slug='post-%d' % n,
                body='This is post number %d.' % n,
                published=START + timedelta(days=n) if n % 5 else None,
            )
            post.co_authors.add(users[(n + 1) % len(users)], users[(n + 3) % len(users)])
            for m in range(n % 3):
                Comment.objects.create(
                    post=post,
                    author=users[(n + m) % len(users)],
                    text='Comment %d on post %d' % (m, n),
                    created=START + timedelta(days=n, minutes=m),
                )

    def follow_and_bookmark(self, users):
        for n, user in enumerate(users):
            neighbour = users[(n + 1) % len(users)]
            user.profile.follows.add(neighbour)
            Bookmark.objects.create(owner=user, target=neighbour)
        for post in Post.objects.order_by('pk')[:5]:
            Bookmark.objects.create(owner=users[0], target=post)

    def log(self, users):
        for n, user in enumerate(users):
            LogEntry.objects.create(
                user=users[n % 3],
                content_type=ContentType.objects.get_for_model(User),
                object_id=str(user.pk),
                object_repr=str(user),
                action_flag=CHANGE if n % 2 else ADDITION,
                change_message='[]',
                action_time=START + timedelta(hours=n),
            )
        LogEntry.objects.create(
            user=users[0],
            content_type=ContentType.objects.get_for_model(Group),
            object_id=str(Group.objects.get(name='writers').pk),
            object_repr='writers',
            action_flag=ADDITION,
            change_message='[]',
            action_time=START,
        )

    def log_in(self, users):
        sessions = {}
        for user in users:
            client = Client()
            client.force_login(user)
            sessions[user.username] = client.session.session_key
        User.objects.filter(pk__in=[user.pk for user in users]).update(last_login=START)
        return sessions
