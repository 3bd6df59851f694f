from django.db import models
from lib.models.loan import *
from lib.models import loan


class Extra(models.Model):
    who = models.ForeignKey(AuthUser, models.CASCADE)
    who2 = models.ForeignKey(loan.AuthUser, models.CASCADE, related_name="+")
