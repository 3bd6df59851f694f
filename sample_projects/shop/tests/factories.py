import factory
from django.contrib.auth.models import Group, Permission, User

from apps.catalog.models import Product
from apps.orders.models import Order
from apps.people.models import Customer, Staff


def grant(user_or_group, *codenames):
    permissions = Permission.objects.filter(codename__in=codenames)
    if isinstance(user_or_group, Group):
        user_or_group.permissions.add(*permissions)
    elif isinstance(user_or_group, User):
        user_or_group.user_permissions.add(*permissions)
    else:
        raise TypeError("%r is neither a user nor a group" % (user_or_group,))


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group
        django_get_or_create = ["name"]

    name = "moderators"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: "user%d" % n)
    first_name = "Uma"
    email = factory.LazyAttribute(lambda user: "%s@example.com" % user.username)
    password = factory.django.Password("sturdy-lamp-77")

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        if create and extracted:
            self.groups.set(extracted)


class SuperuserFactory(UserFactory):
    class Meta:
        model = "auth.User"

    is_superuser = True
    is_staff = True


class StaffFactory(UserFactory):
    class Meta:
        model = Staff

    is_staff = True


class CustomerFactory(UserFactory):
    class Meta:
        model = Customer

    points = 150


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    name = factory.Sequence(lambda n: "Product %d" % n)
    price = 10
    created_by = factory.SubFactory(UserFactory)


class OrderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Order

    placed_by = factory.SubFactory("tests.factories.UserFactory")
