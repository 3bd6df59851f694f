import django.contrib.auth.models
from django.conf import settings
from django.contrib.auth import models as auth
from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=120, unique=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="products"
    )
    manager = models.ForeignKey(
        auth.User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="managed_products",
        limit_choices_to={"is_staff": True},
    )
    watchers = models.ManyToManyField(auth.User, through="Watch", related_name="watched_products")
    visible_to = models.ManyToManyField(auth.Group, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Watch(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    user = models.ForeignKey(auth.User, on_delete=models.CASCADE)
    since = models.DateField()

    class Meta:
        verbose_name_plural = "watches"
        unique_together = [("product", "user")]


class Review(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(django.contrib.auth.models.User, on_delete=models.CASCADE)
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    helpful = models.ManyToManyField("auth.User", blank=True, related_name="helpful_reviews")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return "%s: %d stars" % (self.product, self.stars)
