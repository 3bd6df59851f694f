"""The summary's page in a real browser, which filters, sorts and draws only what is in view."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime, timezone
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from transformer.fleet.state import Row
from transformer.fleet.states import FINAL, State
from transformer.fleet.summary import Entry, entry
from transformer.fleet.summary.page import render

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
WHEN = datetime(2026, 11, 28, tzinfo=timezone.utc)

# What a test does on the page, and what it then sees.
ASKED = """
<script>
{steps}
const all = selector => [...document.querySelectorAll(selector)];
const rows = all("#rows tr:not(.space)");
const told = {{
  names: rows.map(row => row.cells[0].textContent),
  links: all("#rows a").map(link => [link.textContent, link.getAttribute("href")]),
  shown: document.getElementById("shown").textContent,
  heads: all("th[aria-sort]").map(head => head.textContent + head.ariaSort),
  buttons: all("#states button").map(button => button.textContent),
  hash: location.hash,
  owned: Boolean(window.owned),
}};
document.title = "told:" + btoa(encodeURIComponent(JSON.stringify(told)));
</script>
"""


def entries(count: int) -> Iterator[Entry]:
    for number in range(count):
        state = FINAL[number % len(FINAL)]
        told = {"message": f"Said {number}.", "changed": number % 90, "papers": ["report.html"]}
        labels = ("web",) if number % 2 else ()
        place = (f"folder-{number}", state, "", 1.0, 1)
        yield entry(Row(f"/srv/r{number}", f"r{number}", "", labels, *place, told))


def seen(
    tmp_path: Path, found: Iterator[Entry], steps: str = "", hash_: str = ""
) -> dict[str, object]:
    """What the page shows once the steps are done, which run after its own script."""
    page = tmp_path / "page.html"
    text = "".join(render(found, WHEN))
    page.write_text(text.replace("</body>", ASKED.format(steps=steps) + "</body>"))
    done = subprocess.run(
        [
            *(str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *(f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1200,800"),
            *("--virtual-time-budget=20000", page.as_uri() + hash_),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told = re.search(r"<title>told:([\w+/=]+)</title>", done.stdout)
    assert told, done.stdout[:2000] + done.stderr[-2000:]
    answer: dict[str, object] = json.loads(unquote(b64decode(told[1]).decode()))
    return answer


@needs_chromium
def test_ten_thousand_rows_of_which_only_those_in_view_are_drawn(tmp_path: Path) -> None:
    told = seen(tmp_path, entries(10_000))
    assert told["shown"] == "10000 of 10000"
    names = told["names"]
    assert isinstance(names, list)
    assert names[0] == "r0"
    assert 10 < len(names) < 100
    assert told["links"][0] == ["report", "repositories/folder-0/report.html"]  # type: ignore[index]


@needs_chromium
def test_filter_and_sort_by_hand(tmp_path: Path) -> None:
    steps = """
    const words = document.getElementById("words");
    words.value = "WEB r1"; words.dispatchEvent(new Event("input"));
    const named = (selector, end) =>
      [...document.querySelectorAll(selector)].find(button => button.textContent.endsWith(end));
    named("#states button", "label-taken").click();
    named("th button", "Files").click();
    named("th button", "Files").click();
    """
    told = seen(tmp_path, entries(3000), steps)
    place = FINAL.index(State.LABEL_TAKEN)
    chosen = [n for n in range(place, 3000, len(FINAL)) if n % 2 and f"r{n}".startswith("r1")]
    assert chosen
    wanted = sorted(chosen, key=lambda n: n % 90, reverse=True)
    names = told["names"]
    assert isinstance(names, list)
    assert told["shown"] == f"{len(chosen)} of 3000"
    assert [int(name[1:]) % 90 for name in names] == [n % 90 for n in wanted][: len(names)]
    assert told["heads"] == ["Filesdescending"]
    assert told["hash"] == "#words=WEB+r1&state=label-taken&by=4&down=1"


@needs_chromium
def test_an_address_shows_what_its_sender_saw(tmp_path: Path) -> None:
    told = seen(tmp_path, entries(50), hash_="#words=r7&by=0")
    assert told["names"] == ["r7"]


@needs_chromium
def test_rows_further_down_are_drawn_when_they_come_into_view(tmp_path: Path) -> None:
    steps = "const table = document.getElementById('table'); table.scrollTop = 34 * 5000; draw();"
    names = seen(tmp_path, entries(10_000), steps)["names"]
    assert isinstance(names, list)
    assert "r5000" in names
    assert "r0" not in names


@needs_chromium
def test_what_a_repository_says_is_text(tmp_path: Path) -> None:
    evil = "</script><script>window.owned = 1</script><img src=x onerror='window.owned = 1'>"
    told = {"message": evil, "papers": ["report.html"]}
    state = ("folder", State.FAILED, "", 1.0, 1)
    pushed = {"state": "pushed", "request": "javascript:window.owned=1"}
    row = Row(evil, evil, "", (evil,), *state, told, pushed)
    answer = seen(tmp_path, iter([entry(row)]))
    assert answer["names"] == [evil]
    assert answer["owned"] is False
    assert answer["links"] == [["report", "repositories/folder/report.html"]]


def test_the_page_loads_nothing() -> None:
    text = "".join(render(entries(3), WHEN))
    assert "default-src 'none'" in unescape(text)
    assert not re.search(r"""\b(?:src|href)=["']""", text)
