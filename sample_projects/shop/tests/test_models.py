from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.forms import modelform_factory

from apps.catalog.models import Product, Review
from apps.common.users import superusers
from apps.people.models import Customer, Staff
from apps.people.names import badge, find
from apps.support.models import Ticket

from .base import TestCase
from .factories import CustomerFactory, ProductFactory, StaffFactory, SuperuserFactory, UserFactory


class FactoryTests(TestCase):
    def test_factories_make_the_users_of_this_project(self):
        for factory in UserFactory, SuperuserFactory:
            self.assertIs(type(factory()), User)

    def test_superusers(self):
        UserFactory()
        boss = SuperuserFactory()
        self.assertEqual(list(superusers()), [boss])


class StaffTests(TestCase):
    def test_staff_are_users(self):
        grace = Staff.objects.hire("grace")
        UserFactory()
        self.assertEqual(list(Staff.objects.all()), [grace])
        self.assertIsInstance(grace, User)
        self.assertEqual(User.objects.get(username="grace").pk, grace.pk)
        self.assertEqual(Staff._meta.concrete_model, User)

    def test_colleagues(self):
        grace, alan = StaffFactory(username="grace"), StaffFactory(username="alan")
        self.assertEqual(list(grace.colleagues()), [alan])


class CustomerTests(TestCase):
    def test_a_customer_is_a_user(self):
        customer = CustomerFactory()
        user = User.objects.get(pk=customer.pk)
        self.assertEqual(user.customer, customer)
        self.assertEqual(customer.user_ptr, user)
        self.assertTrue(customer.check_password("sturdy-lamp-77"))

    def test_a_user_becomes_a_customer(self):
        user = UserFactory()
        customer = Customer(user_ptr=user, points=3)
        customer.__dict__.update({**user.__dict__, **customer.__dict__})
        customer.save_base(raw=True)
        self.assertEqual(User.objects.get(pk=user.pk).customer.points, 3)

    def test_tickets_about_a_customer(self):
        customer = CustomerFactory()
        ticket = customer.tickets.create(author=UserFactory(), text="?")
        self.assertEqual(ticket.subject, customer)


class BadgeTests(TestCase):
    def test_badge(self):
        user = UserFactory(first_name="Grace", last_name="Hopper")
        self.assertEqual(badge(user), "Grace Hopper")
        self.assertEqual(user.badge, "Grace Hopper")
        self.assertEqual(badge(None), "guest")

    def test_find(self):
        user = UserFactory(username="grace", email="grace@example.com")
        self.assertEqual(find("grace"), user)
        self.assertEqual(find("Grace@Example.com"), user)
        self.assertIsNone(find("nobody"))
        UserFactory(email="grace@example.com")
        self.assertIsNone(find("grace@example.com"))

    def test_absolute_url(self):
        self.assertEqual(UserFactory(username="grace").get_absolute_url(), "/people/grace/")


class CatalogTests(TestCase):
    def test_watchers_and_managers(self):
        user = UserFactory()
        product = ProductFactory(manager=StaffFactory())
        product.watchers.add(user, through_defaults={"since": "2022-01-01"})
        self.assertEqual(list(user.watched_products.all()), [product])
        self.assertEqual(Product.objects.get(manager__is_staff=True), product)

    def test_helpful_reviews(self):
        user = UserFactory()
        review = Review.objects.create(product=ProductFactory(), author=user, stars=4)
        review.helpful.add(user)
        self.assertEqual(list(user.helpful_reviews.all()), [review])


class TicketTests(TestCase):
    def test_a_ticket_about_a_user(self):
        user = UserFactory()
        ticket = Ticket.objects.create(author=user, subject=user, text="?")
        self.assertEqual(list(Ticket.objects.about_users()), [ticket])
        self.assertEqual(Ticket.objects.get().subject, user)

    def test_users_can_be_chosen_as_the_subject(self):
        form = modelform_factory(Ticket, fields=["content_type"])()
        choices = form.fields["content_type"].queryset
        self.assertIn(ContentType.objects.get_for_model(User), choices)
        self.assertEqual(choices.count(), 3)
