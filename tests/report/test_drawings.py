from __future__ import annotations

from pathlib import Path

from tests.cli.called import FILES
from tests.delivery.shapes import lay
from transformer.options import Options
from transformer.pipeline import all_passes, run
from transformer.project import discover
from transformer.report.drawings import Drawing, drawings

MIGRATION = b"""\
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [%s]
    operations = [%s]
"""
SQL = b'migrations.RunSQL("UPDATE auth_user SET email = lower(email)")'


def drawn(folder: Path, files: dict[str, bytes]) -> dict[str, Drawing]:
    lay(folder, files)
    migration = run(discover(folder), Options(), all_passes())
    return {one.key: one for one in drawings(migration)}


def titles(drawing: Drawing) -> list[list[str]]:
    return [[box.title for box in panel.boxes] for panel in drawing.panels]


def test_an_app_with_its_relation(tmp_path: Path) -> None:
    apps = drawn(tmp_path, FILES)["apps"]
    assert titles(apps) == [["blog", "auth.User"], ["blog", "users.User"]]
    before, after = (panel.boxes[0].lines for panel in apps.panels)
    assert before == ("Post.author", "2 in code")
    assert after == ("Post.author", "1 by AUTH_USER_MODEL")
    assert [len(panel.arrows) for panel in apps.panels] == [1, 1]


def test_nothing_is_drawn_of_what_is_not_there(tmp_path: Path) -> None:
    plain = FILES | {"blog/models.py": b"from django.db import models\n"}
    assert drawn(tmp_path, plain) == {}


def test_a_class_of_the_project_is_no_reference(tmp_path: Path) -> None:
    own = b"class User: ...\n\n\nclass Post:\n    author = ForeignKey(User)\n"
    assert drawn(tmp_path, FILES | {"blog/models.py": own}) == {}


def test_the_apps_that_refer_to_it_most_are_shown(tmp_path: Path) -> None:
    names = [f"app{number:02}" for number in range(20)]
    files = dict(FILES)
    listed = b"".join(b'    "%s",\n' % name.encode() for name in names)
    files["site1/settings.py"] = files["site1/settings.py"].replace(b'    "blog",\n', listed)
    for name in names:
        files |= {f"{name}/__init__.py": b"", f"{name}/models.py": files["blog/models.py"]}
    files["app19/models.py"] += b"    editor = models.ForeignKey(User, models.CASCADE)\n"
    apps = drawn(tmp_path, files)["apps"]
    assert len(apps.panels[0].boxes) == 17
    assert "app19" in titles(apps)[0]
    assert apps.left_out == "5 more apps refer to it less often, and are not shown."


def test_a_migration_that_says_anew_what_it_depends_on(tmp_path: Path) -> None:
    first = MIGRATION % (b'("auth", "0001_initial")', b"")
    files = FILES | {
        "blog/migrations/__init__.py": b"",
        "blog/migrations/0001_initial.py": first,
        "shop/__init__.py": b"",
        "shop/migrations/__init__.py": b"",
        "shop/migrations/0001_initial.py": MIGRATION % (b"", SQL),
        "shop/migrations/0002_more.py": MIGRATION % (b'("shop", "0001_initial")', b""),
    }
    files["site1/settings.py"] = files["site1/settings.py"].replace(b'"blog"', b'"blog", "shop"')
    before, after = drawn(tmp_path, files)["history"].panels
    rows = ["blog.0001_initial", "shop.0001_initial"]
    assert [box.title for box in before.boxes] == [*rows, "auth"]
    assert [box.title for box in after.boxes][:2] == rows
    assert [box.faint for box in before.boxes] == [False, True, False]
    assert [new for _, new in before.arrows] == [False]
    assert [new for _, new in after.arrows].count(True) == 1
    assert "shop.0001_initial depends on users.0001_initial" in after.said
    assert "shop.0002_more" not in after.said
    bridge = next(box for box in after.boxes if "in the place of" in box.lines)
    assert bridge.whole == "users: 0001_initial, in the place of, auth.0001_initial"
