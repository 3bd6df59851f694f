from django.db import migrations


def create_missing_profiles(apps, schema_editor):
    """Users who are older than the profiles have none yet."""
    User = apps.get_model('auth', 'User')
    Profile = apps.get_model('blog', 'Profile')
    for user in User.objects.filter(profile__isnull=True):
        Profile.objects.create(user=user)


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0003_profile_city_follows'),
    ]

    operations = [
        migrations.RunPython(create_missing_profiles, migrations.RunPython.noop),
    ]
