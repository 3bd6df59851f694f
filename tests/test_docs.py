from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import generate, site
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


def test_the_site_has_every_page_in_its_navigation() -> None:
    listed = [name for names in site.NAVIGATION.values() for name in names]
    rules = {name for name in site.pages() if name.startswith("rules/US")}
    assert sorted(listed) == sorted(site.pages().keys() - rules)


def test_links_of_the_site_lead_to_its_pages() -> None:
    made = site.pages()
    assert "](tutorial.md)" in made["index.md"]
    assert "](../command-line.md#leaving-a-line-alone)" in made["rules/README.md"]
    for name, text in made.items():
        for path, _ in LINK.findall(text):
            if path.endswith(".md"):
                inner = posixpath.join(posixpath.dirname(name), path)
                assert posixpath.normpath(inner) in made, (name, path)


@pytest.mark.soak
def test_the_site_is_built_without_a_warning() -> None:
    pytest.importorskip("zensical", reason="Zensical is not installed: `make site`")
    assert site.main() == 0


BLOCK = re.compile(r"^( *)```(?:sh|console)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
COMMANDS = dict(generate.command_line())


def written_commands() -> Iterator[tuple[str, str]]:
    """Each page with the calls of usershift in its blocks of shell and between backquotes."""
    for name in WRITTEN:
        text = (CHECKOUT / name).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for _, block in BLOCK.findall(text) for line in block.splitlines()]
        lines += re.findall(r"`(usershift [^`]+)`", text)
        for line in lines:
            called = line.strip().removeprefix("$ ").partition("  #")[0]
            if called.startswith("usershift "):
                yield name, called


@pytest.mark.parametrize(("page", "line"), sorted(set(written_commands())))
def test_a_command_that_a_page_shows_is_understood(page: str, line: str) -> None:
    words = line.split()[1:]
    words = words[: next((at for at, w in enumerate(words) if w in "|><&&"), len(words))]
    if not words or words[0].startswith("-"):
        return
    name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
    assert name in COMMANDS, f"There is no such command: {line}"
    known = {spelled for param in COMMANDS[name].params for spelled in param.opts}
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert given <= known, line
