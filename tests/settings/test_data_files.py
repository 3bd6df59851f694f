"""Lists of apps in JSON, YAML and TOML: one more element in the style of the list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.projects import write_files
from tests.settings.shapes import migrate
from transformer.formats.toml import parse_toml

LOADS = {
    "json": "import json\nglobals().update(json.load(open(BASE / 'settings.json')))\n",
    "yaml": "import yaml\nglobals().update(yaml.safe_load(open(BASE / 'settings.yaml')))\n",
    "toml": "import tomllib\nglobals().update(tomllib.load(open(BASE / 'settings.toml', 'rb')))\n",
}
PARSERS = {"json": lambda c: json.loads(c.decode("utf-8-sig")), "yaml": yaml.safe_load,
           "toml": parse_toml}  # fmt: skip
AUTH = "django.contrib.auth"

LISTS = {
    "json on one line with another list before it": (
        "json", f'{{"A": ["a"], "INSTALLED_APPS": ["{AUTH}", "blog"], "B": ["blog"]}}\n'
    ),
    "json indented with tabs": (
        "json", f'{{\n\t"INSTALLED_APPS": [\n\t\t"{AUTH}",\n\t\t"blog"\n\t]\n}}\n'
    ),
    "json with a byte order mark": (
        "json", f'\ufeff{{"INSTALLED_APPS": ["{AUTH}", "blog"], "é": "ü"}}\n'
    ),
    "yaml block": ("yaml", f"INSTALLED_APPS:\n- {AUTH}\n- blog # ours\n\n# end\nA: [blog]\n"),
    "yaml block with quotes": ("yaml", f"INSTALLED_APPS:\n  - '{AUTH}'\n  - 'blog'\n"),
    "yaml behind other characters": (
        "yaml", f'é: "ü 😀"\nINSTALLED_APPS: ["{AUTH}", "blog"]  # ö\n'
    ),
    "yaml with a byte order mark": ("yaml", f'\ufeffINSTALLED_APPS: ["{AUTH}", blog]\n'),
    "yaml with CRLF": ("yaml", f"é: 1\r\nINSTALLED_APPS:\r\n  - {AUTH}\r\n  - blog\r\n"),
    "yaml with an anchor": ("yaml", f"INSTALLED_APPS: &apps [{AUTH}, blog]\nA: *apps\n"),
    "yaml block with an anchor": (
        "yaml", f"INSTALLED_APPS: &apps\n  - {AUTH}\n  - blog\nA: *apps\n"
    ),
    "toml": ("toml", f'INSTALLED_APPS = ["{AUTH}", "blog"]\n[a]\nb = ["blog"]\n'),
    "toml on lines, with comments": (
        "toml",
        f"# INSTALLED_APPS = []\ne = 'ü'\nINSTALLED_APPS = [\n  '{AUTH}', # [\n  'blog' # ]\n]\n",
    ),
}  # fmt: skip


def project(root: Path, settings: str, path: str, content: bytes) -> None:
    write_files(
        root,
        {
            "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'mysite.settings')\n",
            "mysite/__init__.py": "",
            "mysite/settings.py": "from pathlib import Path\nBASE = Path(__file__).parent\n"
            + settings,
            "blog/models.py": "",
        },
    )
    (root / path).write_bytes(content)


@pytest.mark.parametrize("case", LISTS)
def test_the_app_is_added_behind_its_own_kind(case: str, tmp_path: Path) -> None:
    kind, before = LISTS[case]
    path = f"mysite/settings.{kind}"
    project(tmp_path, LOADS[kind], path, before.encode())
    done = migrate(tmp_path)
    assert not done.findings
    (change,) = [each for each in done.changes if each.path == path]
    assert change.after is not None
    found = PARSERS[kind](change.after)
    found.pop("AUTH_USER_MODEL", None)
    expected = PARSERS[kind](before.encode())
    expected["INSTALLED_APPS"].append("users")
    assert found == expected
    # Beside what is added, every byte is as it was.
    kept = iter(change.after)
    assert all(byte in kept for byte in before.encode())
    assert change.after.count(b"\r\n") in (0, change.after.count(b"\n"))
    assert not migrate(tmp_path).changes


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("json", f'{{"INSTALLED_APPS": ["{AUTH}"], "MIGRATION_MODULES": {{"auth": null}}}}'),
        ("yaml", f"INSTALLED_APPS: [{AUTH}, blog]\nMIGRATION_MODULES: {{auth: ~}}\n"),
    ],
)  # fmt: skip
def test_null_is_none(kind: str, content: str, tmp_path: Path) -> None:
    project(tmp_path, LOADS[kind], f"mysite/settings.{kind}", content.encode())
    (said,) = [each.message for each in migrate(tmp_path).findings]
    assert said.startswith("MIGRATION_MODULES leaves the migrations of auth out")


@pytest.mark.parametrize("content", ["a: &a [*a]\n", "--- 1\n--- 2\n", "a: [\n", "\xff"])
def test_a_file_that_cannot_be_read_is_left_to_the_run(content: str, tmp_path: Path) -> None:
    settings = f"INSTALLED_APPS = ['{AUTH}', 'blog']\n" + LOADS["yaml"]
    project(tmp_path, settings, "mysite/settings.yaml", content.encode("latin-1"))
    assert {each.path for each in migrate(tmp_path).changes} == {"mysite/settings.py"}
