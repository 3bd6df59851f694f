from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Tenant",
            [
                ("schema_name", models.CharField(max_length=63, unique=True, db_index=True)),
                ("id", models.BigAutoField(primary_key=True)),
            ],
        ),
        migrations.CreateModel(
            "Domain",
            [
                ("domain", models.CharField(max_length=253, unique=True, db_index=True)),
                ("is_primary", models.BooleanField(default=True, db_index=True)),
                ("id", models.BigAutoField(primary_key=True)),
                ("tenant", models.ForeignKey("tenants.Tenant", models.CASCADE)),
            ],
        ),
    ]
