import django.contrib.auth.models as am

User, Group = am.User, am.Group
Member = Person = am.User
(a, b), *c = (am.User, am.Group), am.User


def probe():
    return User.objects.count(), Member.objects.count(), Person.objects.count(), a.objects.count(), c[0].objects.count()
