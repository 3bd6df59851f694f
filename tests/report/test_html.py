from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from tests.report.made import migration
from transformer.delivery.diff import diff
from transformer.report import report
from transformer.report.diffview import ShownFile, files
from transformer.report.html import render, with_code

VOID = {"meta"}


class Page(HTMLParser):
    """Fails on tags that do not match; collects the tags and what would be loaded."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.loads: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.loads += [v or "" for k, v in attrs if k == "src" or (tag == "link" and k == "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(tmp_path: Path) -> str:
    made = migration(tmp_path)
    patch = diff(made.project.root, made.changes, made.project.git_root)
    return render(report("migrate", made, 0, "5 files changed."), patch)


def shown(tmp_path: Path) -> dict[str, ShownFile]:
    made = migration(tmp_path)
    patch = diff(made.project.root, made.changes, made.project.git_root)
    return {f.path: f for f in files(patch, report("migrate", made, 0).edits, "back/")}


def test_it_is_one_page_that_loads_nothing(tmp_path: Path) -> None:
    page = Page(page_of(tmp_path))
    assert page.open == []
    assert page.loads == []
    assert "script" not in page.seen


def test_what_comes_from_the_project_is_escaped(tmp_path: Path) -> None:
    text = page_of(tmp_path)
    assert "Of the whole &lt;project&gt;." in text
    assert "&lt;more&gt;" in text
    assert not {"project", "more"} & Page(text).seen


def test_backquotes_are_code() -> None:
    assert with_code("Run `a < b`, then `c`.") == (
        "Run <code>a &lt; b</code>, then <code>c</code>."
    )
    assert with_code("One ` alone & all") == "One ` alone &amp; all"


def test_every_hunk_names_its_rules(tmp_path: Path) -> None:
    found = shown(tmp_path)
    assert set(found) == {
        "blog/binary.gz",
        "blog/größe.py",
        "manage.py",
        "users/list.html",
        "users/models.py",
    }
    assert [h.rules for h in found["blog/größe.py"].hunks] == [("US301",), ("US310",)]
    assert [h.rules for h in found["users/models.py"].hunks] == [("US201",)]


def test_a_rename(tmp_path: Path) -> None:
    file = shown(tmp_path)["users/list.html"]
    assert (file.status, file.old_path, file.hunks) == ("renamed", "auth/list.html", ())


def test_a_binary_file(tmp_path: Path) -> None:
    file = shown(tmp_path)["blog/binary.gz"]
    assert (file.status, file.hunks) == ("modified", ())


def test_lines_keep_their_numbers_and_show_the_words_that_changed(tmp_path: Path) -> None:
    lines = shown(tmp_path)["blog/größe.py"].hunks[1].lines
    changed = [(ln.kind, ln.old, ln.new, ln.middle) for ln in lines if ln.kind != "same"]
    assert changed == [("del", 31, None, "30"), ("add", None, 32, "thirty")]


def test_a_missing_newline_is_said(tmp_path: Path) -> None:
    patch = b"diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-one\n+two\n\\ No newline at end\n"
    (file,) = files(patch, (), "")
    assert [line.kind for line in file.hunks[0].lines] == ["del", "add", "note"]
