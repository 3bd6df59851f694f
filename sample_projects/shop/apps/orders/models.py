from django.db import models
from django.utils import timezone

from apps.common.users import Customer, Staff, User


def first_superuser():
    return User.objects.filter(is_superuser=True).order_by("pk").values_list("pk", flat=True).first()


class Order(models.Model):
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="placed_orders")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="orders")
    handled_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="handled_orders")
    approved_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", default=first_superuser
    )
    email = models.EmailField(blank=True)
    note = models.TextField(blank=True)
    placed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return "Order %s" % self.pk


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField(default=1)
