from django.db import migrations

from apps.common.history import first_of_staff


def assign(registry, schema_editor):
    Ticket = registry.get_model("support", "Ticket")
    Ticket.objects.filter(assignee=None).update(assignee=first_of_staff(registry))


def unassign(registry, schema_editor):
    User = registry.get_model(app_label="auth", model_name="User")
    for user in User.objects.filter(is_active=False):
        user.tickets_assigned.update(assignee=None)


class Migration(migrations.Migration):

    dependencies = [
        ("support", "0002_ticket_cc_subjects"),
    ]

    operations = [
        migrations.RunPython(assign, unassign),
    ]
