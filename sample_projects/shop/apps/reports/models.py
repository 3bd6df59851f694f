from django.db import models


class Visit(models.Model):
    """One visit of one user; kept apart from the users, so there is no foreign key."""

    user_id = models.IntegerField()
    path = models.CharField(max_length=200)
    day = models.DateField()
