from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models

from .managers import StaffManager


class Staff(User):
    """The users who work here."""

    objects = StaffManager()

    class Meta:
        proxy = True
        ordering = ["username"]
        verbose_name = "member of staff"
        verbose_name_plural = "staff"
        permissions = [("view_payroll", "Can view the payroll")]

    def colleagues(self):
        return Staff.objects.exclude(pk=self.pk)


class Customer(User):
    """A user who buys."""

    phone = models.CharField(max_length=40, blank=True)
    points = models.PositiveIntegerField(default=0)
    tickets = GenericRelation("support.Ticket")

    class Meta:
        verbose_name = "customer"


class Address(models.Model):
    user = models.ForeignKey(User, models.CASCADE, "addresses")
    street = models.CharField(max_length=120)
    city = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self):
        return "%s, %s" % (self.street, self.city)


class Referral(models.Model):
    referrer = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="referrals")
    referred = models.OneToOneField(to="auth.User", on_delete=models.CASCADE)
    day = models.DateField()

    def __str__(self):
        return "%s -> %s" % (self.referrer, self.referred)
