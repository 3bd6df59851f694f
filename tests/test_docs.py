from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import generate
from tests.environments import SERIES
from transformer.project.django_series import KNOWN, NEWEST

CHECKOUT = Path(__file__).parents[1]
WRITTEN = ("README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in CHECKOUT.glob("docs/*.md")))
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)")


def test_the_pages_are_what_the_code_makes() -> None:
    made = generate.pages()
    standing = {f"docs/rules/{path.name}" for path in CHECKOUT.glob("docs/rules/*.md")}
    stale = {name for name, text in made.items() if not is_text(CHECKOUT / name, text)}
    assert stale | (standing - made.keys()) == set(), "`make docs` writes them anew"


def is_text(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", WRITTEN)
def test_links_lead_somewhere(name: str) -> None:
    page = CHECKOUT / name
    links = LINK.findall(page.read_text(encoding="utf-8"))
    broken = [
        (path, anchor)
        for path, anchor in links
        if not (target := page.parent / path if path else page).exists()
        or (anchor and anchor not in anchors(target))
    ]
    assert broken == []


def anchors(page: Path) -> set[str]:
    """Those that code hosts make of the headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_the_djangos_that_a_page_names_are_those_that_are_known(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    assert re.findall(r"Django (?:from )?(\d+\.\d+) to (\d+\.\d+)", text) == [
        (str(KNOWN[0]), str(NEWEST))
    ]


def test_the_djangos_that_are_proved_are_those_of_the_tests() -> None:
    text = (CHECKOUT / "docs/adoption.md").read_text(encoding="utf-8")
    assert f"on Django {', '.join(SERIES[:-1])} and {SERIES[-1]} with" in text


@pytest.mark.parametrize("name", generate.WITH_REGIONS)
def test_a_region_that_is_made_twice_is_the_same(name: str) -> None:
    written = (CHECKOUT / name).read_text(encoding="utf-8")
    assert generate.filled(generate.filled(written)) == generate.filled(written)
    assert "<!-- end -->" in written
