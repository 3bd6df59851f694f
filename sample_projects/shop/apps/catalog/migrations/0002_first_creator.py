from django.db import migrations


def set_creator(apps, schema_editor):
    """Products from before `created_by` belong to the oldest superuser."""
    Product = apps.get_model("catalog", "Product")
    User = apps.get_model("auth", "User")
    creator = User.objects.filter(is_superuser=True).order_by("pk").first()
    Product.objects.filter(created_by=None).update(created_by=creator)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(set_creator, migrations.RunPython.noop),
    ]
