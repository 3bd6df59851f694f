import os
import sys

sys.path.insert(0, ".")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402


def probe():
    import subprocess
    return User.objects.count(), subprocess.run([sys.executable, __file__], capture_output=True, text=True).returncode
