from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from tests.report.made import PASSES, migration
from transformer import stages
from transformer.cli.deliver import parts_of
from transformer.delivery.diff import diff
from transformer.report import report
from transformer.report.diffview import ShownFile, files
from transformer.report.html import ShownPart, render
from transformer.report.pages import sentence, with_code

VOID = {"meta", "input"}


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
    result = report("migrate", made, 0, "5 files changed.")
    return render(result, [ShownPart("switch", patch, result.edits)])


def shown(tmp_path: Path) -> dict[str, ShownFile]:
    made = migration(tmp_path)
    patch = diff(made.project.root, made.changes, made.project.git_root)
    return {f.path: f for f in files(patch, report("migrate", made, 0).edits, "back/")}


def test_it_is_one_page_that_loads_nothing(tmp_path: Path) -> None:
    page = Page(page_of(tmp_path))
    assert page.open == []
    assert page.loads == []


def test_what_comes_from_the_project_is_escaped(tmp_path: Path) -> None:
    text = page_of(tmp_path)
    assert "Of the whole &lt;project&gt;." in text
    assert "&lt;more&gt;" in text
    assert not {"project", "more"} & Page(text).seen


def test_a_hunk_has_the_reason_of_each_of_its_rules(tmp_path: Path) -> None:
    text = page_of(tmp_path)
    hunk = text.partition('<div class="hunk" id="switch-2-1"')[2].partition("</ul>")[0]
    assert 'href="#rule-US301"' in hunk
    assert "<em>Once <code>AUTH_USER_MODEL</code> is set, " in hunk
    assert 'id="rule-US301"' in text


def test_a_finding_leads_to_its_hunk(tmp_path: Path) -> None:
    text = page_of(tmp_path)
    assert '<a href="#switch-2-2">blog/größe.py:32:5</a>' in text


def test_the_stages_stand_apart(tmp_path: Path) -> None:
    preparing = (PASSES[0], replace(PASSES[1], prepares="Prepare the references"))
    made = stages.prepared(migration(tmp_path, preparing))
    shown = [(part.stage, sorted(c.path for c in part.changes)) for part in stages.parts(made)]
    assert shown == [
        ("prepare", ["blog/binary.gz", "blog/größe.py", "users/list.html"]),
        ("switch", ["manage.py", "users/models.py"]),
    ]
    text = render(report("migrate", made, 0), parts_of(made), "1. Deploy <it>.")
    first, second = text.index('id="stage-prepare"'), text.index('id="stage-switch"')
    assert first < text.index('title="blog/größe.py"') or first < second
    assert "1. Deploy &lt;it&gt;." in text
    assert Page(text).open == []


def test_backquotes_are_code() -> None:
    assert with_code("Run `a < b`, then `c`.") == (
        "Run <code>a &lt; b</code>, then <code>c</code>."
    )
    assert sentence("`to` stands.") == "<code>to</code> stands."
    assert sentence("it stands.") == "It stands."
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


def test_a_hunk_is_in_no_import() -> None:
    hunk = "@@ -9 +9 @@ {}\n-one\n+two\n"
    patch = "diff --git a/a b/a\n--- a/a\n+++ b/a\n"
    patch += hunk.format("from blog.models import (") + hunk.format("def importer():")
    (file,) = files(patch.encode(), (), "")
    assert [hunk.heading for hunk in file.hunks] == ["", "def importer():"]
