"""tenants_drive.py make NAME | shared | migrate | rows: what `drive.py` does, per schema."""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tenants_settings"
import django

django.setup()

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django_tenants.utils import schema_context
from tenants.models import Tenant

User = get_user_model()


def make(name):
    Tenant.objects.create(schema_name=name)
    with schema_context(name):
        ContentType.objects.clear_cache()
        user = User.objects.create_user("%s-user" % name)
        may = Permission.objects.get(
            codename="change_user", content_type__app_label=User._meta.app_label
        )
        user.user_permissions.add(may)


def shared():
    call_command("migrate_schemas", shared=True, verbosity=0)


def migrate():
    call_command("migrate_schemas", verbosity=0)


def rows():
    found = {}
    for tenant in Tenant.objects.order_by("schema_name"):
        with schema_context(tenant.schema_name):
            ContentType.objects.clear_cache()
            found[tenant.schema_name] = {
                "types": list(
                    ContentType.objects.filter(model="user").values_list("id", "app_label")
                ),
                "users": [
                    [user.pk, user.username, sorted(user.get_all_permissions())]
                    for user in User.objects.order_by("pk")
                ],
            }
    print(json.dumps(found))


try:
    globals()[sys.argv[1]](*sys.argv[2:])
except CommandError as error:
    sys.exit(str(error))
