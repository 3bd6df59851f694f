"""Print, as JSON, what each page of the shop says: {address: [text, template, …]}.

    python pages.py ADDRESS…        (in the project's folder, by the project's Python)

The visitor has every permission, but is no superuser, whom nobody asks. Nothing is kept. Of the
admin's pages it is the links of the object: the rest is Django's, and names the app.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path


def main():
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    from django.db import transaction

    with transaction.atomic():
        print(json.dumps({address: page(address) for address in sys.argv[1:]}))
        transaction.set_rollback(True)


def page(address):
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission
    from django.test import Client

    clerk = get_user_model().objects.get(username="clerk")
    clerk.user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(clerk)
    try:
        response = client.get(address)
    except Exception as error:
        return [type(error).__name__]
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    if "/admin/" in address:
        text = re.search(r'<ul class="object-tools">.*?</ul>', text, re.DOTALL)[0]
    return [text, *sorted({t.name for t in response.templates if t.name})]


main()
