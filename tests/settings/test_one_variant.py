from __future__ import annotations

from pathlib import Path

from tests.project.trees import MANAGE, in_git
from transformer.options import Options
from transformer.pipeline import chosen_passes, run
from transformer.project import discover
from transformer.resolve import resolve_options


def test_a_chosen_variant_does_not_take_the_model_from_the_others(tmp_path: Path) -> None:
    """``--settings`` names one module; what shares its list of apps has to share the model."""
    files = {
        "manage.py": MANAGE.format("mysite.settings"),
        "mysite/__init__.py": "",
        "mysite/settings/base.py": 'INSTALLED_APPS = ["django.contrib.auth", "blog"]\n',
        "mysite/settings/__init__.py": "from .base import *\n",
        "mysite/settings/dev.py": "from .base import *\n",
        "blog/__init__.py": "",
        "blog/models.py": "",
    }
    project = discover(in_git(tmp_path, files), settings=["mysite.settings"])
    fitted = resolve_options(project, Options(), None, chosen_passes(("settings",)))
    changes = run(project, fitted.options, fitted.passes).changes
    assert [change.path for change in changes] == ["mysite/settings/base.py"]
    assert b'AUTH_USER_MODEL = "users.User"' in (changes[0].after or b"")
