from django.db import migrations

COPY_EMAILS = """
UPDATE orders_order
   SET email = (SELECT auth_user.email FROM auth_user WHERE auth_user.id = orders_order.placed_by_id)
 WHERE email = ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0001_squashed_0003_order_email_note"),
    ]

    operations = [
        migrations.RunSQL(COPY_EMAILS, migrations.RunSQL.noop),
    ]
