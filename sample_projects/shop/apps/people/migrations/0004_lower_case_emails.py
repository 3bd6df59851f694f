from django.contrib.auth.models import User
from django.db import migrations


def lower_case_emails(apps, schema_editor):
    for user in User.objects.exclude(email=""):
        if user.email != user.email.lower():
            User.objects.filter(pk=user.pk).update(email=user.email.lower())


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_referral"),
    ]

    operations = [
        migrations.RunPython(lower_case_emails, migrations.RunPython.noop),
    ]
