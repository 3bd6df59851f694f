"""Fixtures and templates of the shop: they fail as they were, and work as they are now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.delivery.shapes import git
from tests.end_to_end import samples
from tests.end_to_end.samples import Moved, Sample

PAGES = Path(__file__).with_name("pages.py")
# Each needs those before it.
FIXTURES = {
    "fixtures/permissions.json": (),
    "apps/people/fixtures/groups.json": (),
    "apps/people/fixtures/staff.json": ("groups",),
    "apps/people/fixtures/customers.yaml": ("groups",),
    "apps/catalog/fixtures/products.xml": (),
    "apps/support/fixtures/tickets.jsonl": (),
}
ADDRESSES = {
    "/people/": "/people/",
    "/people/staff/": "/people/staff/",
    "/people/user0005/": "/people/user0005/",
    "/people/user0005/edit/": "/people/user0005/edit/",
    "/people/user0005/delete/": "/people/user0005/delete/",
    "/support/": "/support/",
    "/admin/auth/user/6/change/": "/admin/users/user/6/change/",
    "/admin/people/customer/6/change/": "/admin/people/customer/6/change/",
}


def changed(sample: Sample, suffix: str) -> dict[str, str]:
    """Files that the migration changed or moved: the new path -> the old one."""
    git(sample.root, "add", "-A")
    listed = git(sample.root, "diff", "--cached", "-M", "--name-status", "HEAD").decode()
    rows = [line.split("\t") for line in listed.splitlines()]
    return {row[-1]: row[1] for row in rows if suffix in row[-1] and row[0] != "A"}


def put_back(sample: Sample, paths: dict[str, str]) -> None:
    for new, old in paths.items():
        (sample.root / new).unlink()
        (sample.root / old).parent.mkdir(parents=True, exist_ok=True)
        (sample.root / old).write_bytes(git(sample.root, "show", f"HEAD:{old}"))


def test_every_fixture_was_rewritten(shop: Sample) -> None:
    assert set(changed(shop, "fixtures/")) == set(FIXTURES)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: Path(path).stem)
def test_a_fixture_loads_only_as_it_is_now(path: str, shop: Sample) -> None:
    names = [*FIXTURES[path], Path(path).name]
    before = shop.root / "as-it-was" / Path(path).name
    before.parent.mkdir()
    before.write_bytes(git(shop.root, "show", f"HEAD:{path}"))
    failed = shop.run("manage.py", "loaddata", *FIXTURES[path], str(before))
    assert failed.returncode != 0, failed.stdout
    assert "No fixture named" not in failed.stderr
    assert "Installed" in shop.manage("loaddata", *names)


def test_every_page_says_what_it_said(moved_shop: Moved, tmp_path: Path) -> None:
    """In the old code, in the new, and in the new with the old templates."""
    shop = moved_shop.sample
    was = samples.old("shop", shop.series, tmp_path / "was")
    shutil.copyfile(moved_shop.database, was.root / "db.sqlite3")
    then = was.script(PAGES, *ADDRESSES)
    now = shop.script(PAGES, *ADDRESSES.values())
    templates = changed(shop, ".html")
    put_back(shop, templates)
    between = shop.script(PAGES, *ADDRESSES.values())

    used = {name for _, *names in now.values() for name in names}
    names = {path.partition("templates/")[2] for path in templates}
    assert names <= used
    for old, new in ADDRESSES.items():
        assert as_now(then[old][0]) == now[new][0], new
        assert between[new][0] != now[new][0], new


def as_now(text: str) -> str:
    return text.replace("/admin/auth/user/", "/admin/users/user/")
