"""The comment that keeps rules away from a line, in each kind of file that the docs name."""

from __future__ import annotations

from pathlib import Path

from tests.cli.called import FILES
from tests.delivery.shapes import lay
from transformer.options import Options
from transformer.pipeline import all_passes, run
from transformer.project import discover

# A file's name -> a line that a rule has something to say of, and the comment for it.
LINES = {
    "blog/{}.py": ("call_command('dumpdata', 'auth.user')", "  # usershift: ignore"),
    "ci/{}.yml": ("run: python manage.py dumpdata auth.user", "  # usershift: ignore"),
    "{}.toml": ("user = 'django.contrib.auth.models.User'", "  # usershift: ignore"),
    "{}.sh": ("python manage.py dumpdata auth.user", "  # usershift: ignore"),
    "{}/Dockerfile": ("RUN python manage.py dumpdata auth.user", "  # usershift: ignore"),
    "{}/Makefile": ("\tpython manage.py dumpdata auth.user", "  # usershift: ignore"),
    "blog/templates/{}.html": (
        "{% if perms.auth.add_user %}1{% endif %}",
        "{# usershift: ignore #}",
    ),
    "blog/templates/{}.xml": ("<a>/admin/auth/user/</a>", "<!-- usershift: ignore -->"),
    "docs/{}.md": ("See /admin/auth/user/.", " <!-- usershift: ignore -->"),
    "{}.sql": ("SELECT email FROM auth_user;", "  -- usershift: ignore"),
    "{}.js": ("fetch('/admin/auth/user/');", "  // usershift: ignore"),
    "{}.css": (".model-user.app-auth { color: red }", "  /* usershift: ignore */"),
}


def test_each_kind_of_file(tmp_path: Path) -> None:
    files = dict(FILES)
    for name, (line, comment) in LINES.items():
        head = "all:\n" if "Makefile" in name else ""
        files[name.format("plain")] = f"{head}{line}\n".encode()
        files[name.format("ignored")] = f"{head}{line}{comment}\n".encode()
    lay(tmp_path, files)
    done = run(discover(tmp_path), Options(), all_passes())
    said = {edit.path for layer in done.tree.layers for edit in layer.edits}
    said |= {finding.path for finding in done.findings}
    assert {name for name in LINES if name.format("plain") not in said} == set()
    assert {name for name in LINES if name.format("ignored") in said} == set()
