import hashlib
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from rest_framework.authtoken.models import Token

from apps.audit.models import Entry
from apps.catalog.models import Product, Review, Watch
from apps.orders.models import Order
from apps.people.models import Address, Customer, Referral, Staff
from apps.reports.models import Visit
from apps.support.models import Ticket

PASSWORD = "correct-horse-battery"
START = datetime(2021, 7, 1, 12, 0, tzinfo=timezone.utc)
CITIES = ["Aarhus", "Bergen", "Cork", "Delft"]


class Command(BaseCommand):
    help = "Fills an empty database with people, grants, orders, tickets, log entries and sessions."

    def add_arguments(self, parser):
        parser.add_argument("--users", type=int, default=16, help="how many users (at least 8)")
        parser.add_argument("--products", type=int, default=6, help="how many products (at least 1)")
        parser.add_argument("--logins", type=int, default=4, help="how many users are logged in")
        parser.add_argument("--sessions", metavar="FILE", help="write {username: session key} here")

    def handle(self, *args, **options):
        if User.objects.exists():
            raise CommandError("There are users in this database already: populate fills an empty one.")
        if options["users"] < 8 or options["products"] < 1:
            raise CommandError("At least 8 users and 1 product are needed.")
        users = self.create_users(options["users"])
        self.grant(users)
        products = self.create_products(users, options["products"])
        self.sell(users, products)
        self.write_tickets(users, products)
        self.log(users)
        sessions = self.log_in(users[: options["logins"]])
        self.fix_what_is_random(users)
        if options["sessions"]:
            Path(options["sessions"]).write_text(json.dumps(sessions, indent=2))
        self.stdout.write(
            "%d users, %d products, %d sessions" % (len(users), len(products), len(sessions))
        )

    def create_users(self, number):
        """A superuser, four of staff, then by turns a customer and a plain user."""
        names = ["admin", "mod", "clerk", "editor", "trainee"]
        password = make_password(PASSWORD, salt="populate-by-the-sample")
        users = []
        for n in range(number):
            model = User if n == 0 else Staff if n < 5 else Customer if n % 2 else User
            user = model(
                username=names[n] if n < 5 else "user%04d" % n,
                first_name="First%d" % n,
                last_name="Last%d" % n,
                email="user%d@example.com" % n,
                password=password,
                is_superuser=n == 0,
                is_staff=n < 5,
                is_active=n % 10 != 9,
                date_joined=START + timedelta(hours=n),
            )
            if model is Customer:
                user.phone = "+45 %06d" % n
                user.points = 20 * n
            user.save()
            user = User.objects.get(pk=user.pk)
            Address.objects.create(user=user, street="%d Main Street" % n, city=CITIES[n % 4])
            if n % 3 == 2:
                Referral.objects.create(referrer=users[n - 1], referred=user, day=START.date())
            users.append(user)
        return users

    def grant(self, users):
        """`mod` may change users through a group, `clerk` by grants of their own."""
        of_users = Permission.objects.filter(content_type__app_label="auth", content_type__model="user")
        moderators = Group.objects.create(name="moderators")
        moderators.permissions.set(of_users.filter(codename__in=["view_user", "change_user"]))
        moderators.permissions.add(
            Permission.objects.get_by_natural_key("view_ticket", "support", "ticket"),
            Permission.objects.get_by_natural_key("view_staff", "people", "staff"),
        )
        editors = Group.objects.create(name="editors")
        editors.permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
        users[1].groups.add(moderators)
        users[2].user_permissions.set(of_users)
        users[2].user_permissions.add(Permission.objects.get(codename="view_payroll"))
        for user in users[3::4]:
            user.groups.add(editors)

    def create_products(self, users, number):
        products = []
        for n in range(number):
            product = Product.objects.create(
                name="Product %02d" % n,
                price=5 + n,
                created_by=users[n % len(users)],
                manager=users[1 + n % 4],
            )
            Watch.objects.create(product=product, user=users[-1 - n % 3], since=START.date())
            review = Review.objects.create(product=product, author=users[n % len(users)], stars=n % 5 + 1)
            review.helpful.set(users[n % 3 : n % 3 + 2])
            products.append(product)
        products[0].visible_to.set(Group.objects.all())
        return products

    def sell(self, users, products):
        for n, user in enumerate(users[5:]):
            order = Order.objects.create(
                placed_by=user,
                customer=getattr(user, "customer", None),
                handled_by=Staff.objects.get(pk=users[1 + n % 4].pk),
                email=user.email,
                placed=START + timedelta(days=n),
            )
            order.lines.create(product=products[n % len(products)], quantity=n + 1)
            Visit.objects.create(user_id=user.pk, path="/", day=START.date())

    def write_tickets(self, users, products):
        for n, user in enumerate(users):
            subjects = [users[n - 1], products[n % len(products)], Customer.objects.order_by("pk").first()]
            ticket = Ticket.objects.create(
                author=user,
                assignee=users[1 + n % 4] if n % 2 else None,
                subject=subjects[n % 3],
                text="Ticket %d" % n,
            )
            ticket.cc.set(users[n % 4 : n % 4 + 2])

    def log(self, users):
        for n, user in enumerate(users):
            LogEntry.objects.create(
                user=users[n % 3],
                content_type=ContentType.objects.get_for_model(User),
                object_id=str(user.pk),
                object_repr=str(user),
                action_flag=CHANGE if n % 2 else ADDITION,
                change_message="[]",
                action_time=START + timedelta(hours=n),
            )
        for subject in [*Staff.objects.order_by("pk")[:2], *Customer.objects.order_by("pk")[:2]]:
            LogEntry.objects.create(
                user=users[0],
                content_type=ContentType.objects.get_for_model(subject, for_concrete_model=False),
                object_id=str(subject.pk),
                object_repr=str(subject),
                action_flag=CHANGE,
                change_message="[]",
                action_time=START,
            )

    def log_in(self, users):
        sessions = {}
        for user in users:
            client = Client()
            client.force_login(user)
            sessions[user.username] = client.session.session_key
        return sessions

    def fix_what_is_random(self, users):
        """Two databases that were filled with the same options differ only in their sessions."""
        User.objects.exclude(last_login=None).update(last_login=START)
        Entry.objects.update(created=START)
        Token.objects.all().delete()
        for user in users:
            key = hashlib.sha1(user.username.encode()).hexdigest()
            Token.objects.create(user=user, key=key)
        Token.objects.update(created=START)
