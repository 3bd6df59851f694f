from django.db import models
from django.contrib.auth.models import User as AuthUser
from .book import Book, User


class Loan(models.Model):
    book = models.ForeignKey(Book, models.CASCADE)
    to = models.ForeignKey(AuthUser, models.CASCADE)
    via = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)

    def borrowers(self): return AuthUser.objects.all()
