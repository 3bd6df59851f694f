"""The summary's page in a real browser, which filters, sorts and draws only what is in view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import chromium, needs_chromium
from transformer.fleet.state import Row
from transformer.fleet.states import FINAL, State
from transformer.fleet.summary import Entry, entry
from transformer.fleet.summary.page import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WHEN = datetime(2026, 11, 28, tzinfo=timezone.utc)

# What a person sees there.
SEEN = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const rows = all("#rows tr:not(.space)");
  return {
    names: rows.map(row => row.cells[0].textContent),
    links: all("#rows a").map(link => [link.textContent, link.getAttribute("href")]),
    shown: document.getElementById("shown").textContent,
    heads: all("th[aria-sort]").map(head => head.textContent + head.ariaSort),
    hash: location.hash,
    owned: Boolean(window.owned),
  };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def entries(count: int) -> Iterator[Entry]:
    for number in range(count):
        state = FINAL[number % len(FINAL)]
        told = {"message": f"Said {number}.", "changed": number % 90, "papers": ["report.html"]}
        labels = ("web",) if number % 2 else ()
        place = (f"folder-{number}", state, "", 1.0, 1)
        yield entry(Row(f"/srv/r{number}", f"r{number}", "", labels, *place, told))


def opened(browser: Browser, tmp_path: Path, found: Iterator[Entry], hash_: str = "") -> Page:
    file = tmp_path / "page.html"
    file.write_text("".join(render(found, WHEN)))
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(file.as_uri() + hash_)
    return page


@needs_chromium
def test_ten_thousand_rows_of_which_only_those_in_view_are_drawn(
    browser: Browser, tmp_path: Path
) -> None:
    told = opened(browser, tmp_path, entries(10_000)).evaluate(SEEN)
    assert told["shown"] == "10000 of 10000"
    names = told["names"]
    assert names[0] == "r0"
    assert 10 < len(names) < 100
    assert told["links"][0] == ["report", "repositories/folder-0/report.html"]


@needs_chromium
def test_filter_and_sort_by_hand(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, entries(3000))
    page.locator("#words").fill("WEB r1")
    page.locator("#states button", has_text="label-taken").click()
    page.locator("th button", has_text="Files").click()
    page.locator("th button", has_text="Files").click()
    told = page.evaluate(SEEN)
    place = FINAL.index(State.LABEL_TAKEN)
    chosen = [n for n in range(place, 3000, len(FINAL)) if n % 2 and f"r{n}".startswith("r1")]
    assert chosen
    wanted = sorted(chosen, key=lambda n: n % 90, reverse=True)
    names = told["names"]
    assert told["shown"] == f"{len(chosen)} of 3000"
    assert [int(name[1:]) % 90 for name in names] == [n % 90 for n in wanted][: len(names)]
    assert told["heads"] == ["Filesdescending"]
    assert told["hash"] == "#words=WEB+r1&state=label-taken&by=4&down=1"


@needs_chromium
def test_where_repositories_stand_is_counted_and_filtered_and_sorted_as_a_campaign_goes(
    browser: Browser, tmp_path: Path
) -> None:
    place = ("folder", State.DONE, "", 1.0, 1, {}, {})
    stands = ["merged", "renamed", "not-begun", "merged"]
    rows = [Row(f"r{n}", f"r{n}", "", (), *place, {"standing": s}) for n, s in enumerate(stands)]
    page = opened(browser, tmp_path, map(entry, rows))
    counts = page.locator("#stands button").all_inner_texts()
    assert counts == ["1not-begun", "2merged", "1renamed"]
    page.locator("th button", has_text="Stands").click()
    assert page.evaluate(SEEN)["names"] == ["r2", "r0", "r3", "r1"]
    page.locator("#stands button", has_text="merged").click()
    assert page.evaluate(SEEN)["names"] == ["r0", "r3"]
    assert page.evaluate(SEEN)["hash"] == "#stands=merged&by=8"


@needs_chromium
def test_an_address_shows_what_its_sender_saw(browser: Browser, tmp_path: Path) -> None:
    told = opened(browser, tmp_path, entries(50), "#words=r7&by=0").evaluate(SEEN)
    assert told["names"] == ["r7"]


@needs_chromium
def test_rows_further_down_are_drawn_when_they_come_into_view(
    browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, tmp_path, entries(10_000))
    page.evaluate("document.getElementById('table').scrollTop = 34 * 5000")
    page.get_by_text("r5000", exact=True).wait_for()
    names = page.evaluate(SEEN)["names"]
    assert "r5000" in names
    assert "r0" not in names


@needs_chromium
def test_what_a_repository_says_is_text(browser: Browser, tmp_path: Path) -> None:
    evil = "</script><script>window.owned = 1</script><img src=x onerror='window.owned = 1'>"
    told = {"message": evil, "papers": ["report.html"]}
    state = ("folder", State.FAILED, "", 1.0, 1)
    pushed = {"state": "pushed", "request": "javascript:window.owned=1"}
    row = Row(evil, evil, "", (evil,), *state, told, pushed)
    answer = opened(browser, tmp_path, iter([entry(row)])).evaluate(SEEN)
    assert answer["names"] == [evil]
    assert answer["owned"] is False
    assert answer["links"] == [["report", "repositories/folder/report.html"]]


def test_the_page_loads_nothing() -> None:
    text = "".join(render(entries(3), WHEN))
    assert "default-src 'none'" in unescape(text)
    assert not re.search(r"""\b(?:src|href)=["']""", text)
