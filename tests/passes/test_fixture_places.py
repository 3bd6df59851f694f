"""Which files are taken for fixtures of the project, and large ones of YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline import run_passes
from transformer.options import Options

ROW = '[{"model": "auth.user", "pk": 1, "fields": {}}]\n'
KNOWN = {
    "a folder of fixtures": ("blog/fixtures/deep/x.json", {}),
    "FIXTURE_DIRS of strings": (
        "seed/x.json",
        {"site/settings.py": "FIXTURE_DIRS = ['/srv/app/seed', BASE_DIR / 'seed']\n"},
    ),
    "FIXTURE_DIRS joined and named": (
        "data/seed/x.json",
        {"site/settings.py": "import os\nSEED = os.path.join(ROOT, 'data', 'seed')\n"
         "FIXTURE_DIRS = (SEED,)\n"},
    ),
    "a test": ("tests/x.json", {"tests/t.py": "class T:\n    fixtures = ['tests/x.json']\n"}),
    "a test, without the ending": ("tests/x.json", {"t.py": "class T:\n    fixtures = ['x']\n"}),
    "call_command": ("a/x.json", {"t.py": "call_command('loaddata', 'a/x.json', verbosity=0)\n"}),
    "a script": ("data/x.json", {"init.sh": "python manage.py loaddata ./data/x.json\n"}),
    "instructions": ("x.json", {"README.md": "Run `./manage.py loaddata x.json`.\n"}),
}  # fmt: skip


@pytest.mark.parametrize("case", KNOWN)
def test_known(case: str, tmp_path: Path) -> None:
    path, files = KNOWN[case]
    done = run_passes(tmp_path, {**files, path: ROW}, "fixtures")
    assert done.text(path) == ROW.replace("auth.user", "users.user")
    assert not done.findings


@pytest.mark.parametrize("path", ["backup/x.json", "cypress/x.json"])
def test_unknown_is_a_suggestion(path: str, tmp_path: Path) -> None:
    done = run_passes(tmp_path / "a", {path: ROW}, "fixtures")
    assert done.text(path) == ROW
    assert [(f.code, f.line, f.column) for f in done.findings] == [("US701", 1, 13)]
    done = run_passes(tmp_path / "b", {path: ROW}, "fixtures", options=Options(suggested=True))
    assert done.text(path) == ROW.replace("auth.user", "users.user")
    assert [f.level.value for f in done.findings] == ["review"]


@pytest.mark.parametrize(
    "content",
    [
        '{"model": "auth.user", "fields": {}}',
        '[{"model": "auth.user"}]',
        '["auth.user", {"model": "auth.user", "fields": {}}]',
        '[{"model": "auth.user", "fields": {}}, {"user": "auth"}]',
        '[{"model": "auth.user", "fields": ["auth", "user"]}]',
        "",
    ],
)
def test_another_shape_is_no_fixture(content: str, tmp_path: Path) -> None:
    done = run_passes(tmp_path, {"blog/fixtures/x.json": content}, "fixtures")
    assert done.text("blog/fixtures/x.json") == content


def test_escapes_in_the_label(tmp_path: Path) -> None:
    before = '[{"model": "auth\\u002euser", "fields": {}}]'
    done = run_passes(tmp_path, {"fixtures/x.json": before}, "fixtures")
    assert done.text("fixtures/x.json") == '[{"model": "users.user", "fields": {}}]'


def rows(end: str, first: str = "", rest: str = "") -> str:
    post = "- model: blog.post\n  pk: {n}\n  fields:\n    text: 'ü\n\n      - model: auth.user'\n"
    user = "- model: auth.user\n  pk: {n}\n  fields: {{username: é}}\n"
    text = first + "".join((post + user).format(n=n) for n in range(1600)) + rest
    return text.replace("\n", end)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_large_file_of_yaml_is_read_row_by_row(end: str, tmp_path: Path) -> None:
    before = rows(end)
    assert len(before) > 100_000
    done = run_passes(tmp_path, {"fixtures/x.yaml": before}, "fixtures")
    assert done.text("fixtures/x.yaml") == before.replace(
        f"{end}- model: auth.user", f"{end}- model: users.user"
    )


def test_an_alias_between_rows_of_a_large_file(tmp_path: Path) -> None:
    first = "- &one\n  model: auth.user\n  fields: &f {username: x}\n"
    before = rows("\n", first, "- model: auth.user\n  fields: *f\n")
    done = run_passes(tmp_path, {"fixtures/x.yaml": before}, "fixtures")
    after = done.text("fixtures/x.yaml")
    assert after.startswith(first.replace("auth", "users"))
    assert after.endswith("- model: users.user\n  fields: *f\n")
    assert len(after) == len(before) + 1602


@pytest.mark.parametrize("broken", [True, False])
def test_a_broken_one_is_no_text_to_edit(broken: bool, tmp_path: Path) -> None:
    """Else the row that is broken would no longer name the user, and the others be edited then."""
    path, suggested = "data/x.jsonl", Options(suggested=True)
    rows = (
        f'{{"model": "auth.user", "pk": 1, "fields": {{"a"{"," if broken else ":"} "b"}}}}\n'
        '{"model": "admin.logentry", "pk": 1, "fields": {"content_type": ["auth", "user"]}}\n'
    )
    done = run_passes(tmp_path, {path: rows}, "fixtures", "texts", options=suggested)
    assert (done.text(path) == rows) is broken
    assert done.findings
