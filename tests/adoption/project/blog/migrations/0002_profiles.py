from django.conf import settings
from django.db import migrations


def make_profiles(apps, schema_editor):
    alias = schema_editor.connection.alias
    Profile = apps.get_model("blog", "Profile")
    for user in apps.get_model(settings.AUTH_USER_MODEL).objects.using(alias).all():
        Profile.objects.using(alias).create(user=user)


class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial")]

    operations = [migrations.RunPython(make_profiles, migrations.RunPython.noop)]
