from django.db import models
from django.contrib.auth import get_user_model

User = get_user_model()


class Book(models.Model):
    owner = models.ForeignKey(User, models.CASCADE)
    lender = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+", null=True)
