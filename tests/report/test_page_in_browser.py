"""The page of a sample project, clicked through in a real browser as a reviewer does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import chromium, needs_chromium
from tests.cli.called import plain_project, usershift
from transformer.project import discover
from transformer.proof.outcome import Proof, Verdict
from transformer.report import html, proven

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = needs_chromium
SHOP = Path(__file__).parents[2] / "sample_projects/shop"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(SHOP, folder / "shop")
    page = folder / "shop.html"
    done = usershift(folder / "shop", "migrate", "--dry-run", "--report", page)
    assert done.returncode == 0, done.stderr
    return page


@pytest.fixture(scope="module")
def browser(file: Path) -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    yield from opened(browser, file, WIDE)


def opened(browser: Browser, file: Path, viewport: object, **options: object) -> Iterator[Page]:
    """The page in a tab of its own, which may ask for nothing else and say no error."""
    context = browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]
    tab = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: told.append(message.text))
    tab.on("pageerror", lambda error: told.append(str(error)))
    tab.goto(file.as_uri())
    yield tab
    assert {url.partition("#")[0] for url in asked} == {file.as_uri()}
    assert told == []
    context.close()


def target(page: Page, link: Locator) -> Locator:
    """What a link leads to, once it was clicked."""
    link.click()
    address = link.get_attribute("href")
    assert address is not None
    assert page.url.endswith(address)
    return page.locator(f"[id='{address[1:]}']")


def check_in_view(found: Locator) -> None:
    from playwright.sync_api import expect

    expect(found).to_be_in_viewport()


def test_every_link_of_the_page_leads_somewhere(page: Page) -> None:
    broken = page.evaluate(
        """[...document.querySelectorAll("a[href^='#']")].map(a => a.getAttribute("href"))
        .filter(address => !document.getElementById(address.slice(1)))"""
    )
    assert broken == []


def test_from_a_finding_to_its_hunk_and_on_to_its_rule(page: Page) -> None:
    finding = page.locator(".finding.review", has_text="apps/people/apps.py")
    hunk = target(page, finding.locator(".place a"))
    check_in_view(hunk)
    assert "ready" in hunk.inner_text()
    code = hunk.locator("a.code").first
    name = code.inner_text()
    rule = target(page, code)
    check_in_view(rule)
    assert name in rule.inner_text()
    page.go_back()
    check_in_view(hunk)


def test_a_link_opens_a_file_that_was_closed(page: Page) -> None:
    listed = page.locator("nav .files a[title='apps/people/models.py']").first
    file = target(page, listed)
    file.locator("summary .status").click()
    assert file.locator("details").get_attribute("open") is None
    page.evaluate("location.hash = ''")
    hunk = file.locator(".hunk").first
    page.evaluate("id => { location.hash = id }", hunk.get_attribute("id"))
    assert hunk.is_visible()


def test_check_marks_survive_a_reload(page: Page) -> None:
    seen = page.get_by_label("seen").nth(2)
    done = page.get_by_label("done").first
    seen.check()
    done.check()
    # The mark closes no file.
    assert page.locator(".file details").nth(2).get_attribute("open") is not None
    page.reload()
    assert seen.is_checked()
    assert done.is_checked()
    seen.uncheck()
    page.reload()
    assert not seen.is_checked()
    assert page.locator("input:checked").count() == 1


def test_a_narrow_screen_keeps_the_list_of_files(browser: Browser, file: Path) -> None:
    for page in opened(browser, file, NARROW):
        link = page.locator("nav .files a[title='apps/people/models.py']").first
        assert not link.is_visible()
        page.locator("nav summary", has_text="Prepare").click()
        assert link.is_visible()
        check_in_view(target(page, link))
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == NARROW["width"], "nothing but a hunk scrolls sideways"


def test_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "#apps"
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    assert page.url.endswith("#history")
    page.get_by_label("seen").first.focus()
    page.keyboard.press("Space")
    assert page.get_by_label("seen").first.is_checked()
    page.set_viewport_size(NARROW)
    page.locator(".hunk").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def focused(page: Page) -> object:
    return page.evaluate("document.activeElement.getAttribute('href')")


def test_the_drawings_say_who_refers_to_the_user(page: Page) -> None:
    before, after = page.locator("#apps + .drawings svg").all()
    assert "Ticket.author" in before.text_content()
    assert "auth.User" in before.text_content()
    assert "users.User" in after.text_content()
    before, after = page.locator("#history + .drawings svg").all()
    assert "people.0002_staff" in before.text_content()
    assert "auth.0001_initial" in after.text_content()
    assert "users.0001_initial" in after.locator("desc").text_content()
    # No text runs out of its box.
    assert (
        page.evaluate(
            """[...document.querySelectorAll("svg g")].filter(group => {
          const box = group.querySelector("rect").getBoundingClientRect();
          const text = group.querySelector("text").getBoundingClientRect();
          return text.right > box.right || text.bottom > box.bottom;
        }).map(group => group.textContent)"""
        )
        == []
    )


def test_proofs_say_what_was_proven_and_why_one_failed(browser: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    proofs = (
        Proof("rows", Verdict.PROVEN, "Every row of `auth_user` is the same.", (), 1.5),
        Proof("logins", Verdict.FAILED, "Old sessions are opened.", ("mod: <anonymous> now",), 0.2),
        Proof("pages", Verdict.SKIPPED, "No page could be asked for."),
    )
    site = discover(plain_project(tmp_path / "site"))
    file = tmp_path / "proof.html"
    file.write_text(html.render(proven("verify", site, proofs, "Before: HEAD.")), encoding="utf-8")
    for page in opened(browser, file, WIDE):
        table = target(page, page.locator("nav a", has_text="Proofs")).locator("+ table")
        rows = table.locator("tr")
        assert rows.locator("td:nth-child(2)").all_inner_texts() == ["proven", "failed", "skipped"]
        expect(rows.nth(1).locator("td:last-child code")).to_have_text("auth_user")
        expect(rows.nth(2).locator(".finding.blocker")).to_have_text("mod: <anonymous> now")
        check_in_view(rows.nth(2))
        header = page.locator("header")
        assert "One proof failed: logins." in header.inner_text()
        figures = [text.split() for text in header.locator(".figures li").all_inner_texts()]
        assert figures == [["1", "failed"], ["1", "proven"], ["1", "skipped"]]
        page.set_viewport_size(NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    check_by_axe(browser, file)


def test_axe_finds_nothing(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = usershift(plain_project(tmp_path / "site"), "migrate", "--dry-run", "--report", page)
    assert done.returncode == 0, done.stderr
    check_by_axe(browser, page)


@pytest.mark.soak
def test_axe_finds_nothing_on_a_large_page(browser: Browser, file: Path) -> None:
    check_by_axe(browser, file)


@pytest.mark.soak
def test_the_page_of_a_large_project(browser: Browser, tmp_path: Path) -> None:
    """A checkout of one that ``USERSHIFT_LARGE_PROJECT`` names, clicked through in every width."""
    named = os.environ.get("USERSHIFT_LARGE_PROJECT")
    if not named:
        pytest.skip("USERSHIFT_LARGE_PROJECT names no checkout of a large project")
    file = tmp_path / "large.html"
    options = ("--app", "auto", "--dry-run", "--report", file, "--runbook", tmp_path / "steps.md")
    done = usershift(Path(named), "migrate", *options)
    assert done.returncode == 0, done.stderr
    for page in opened(browser, file, WIDE):
        test_every_link_of_the_page_leads_somewhere(page)
        hunk = target(page, page.locator(".finding .place a").first)
        check_in_view(hunk)
        listed = page.locator("nav .files a").last
        check_in_view(target(page, listed))
        bare = page.evaluate(
            """[...document.querySelectorAll(".hunk .why li")]
            .filter(reason => reason.textContent.trim().length < 20).length"""
        )
        assert bare == 0
        check_in_view(target(page, page.locator(".hunk a.code").first))
        box = page.get_by_label("seen").last
        box.check()
        page.reload()
        assert box.is_checked()
        for width in (NARROW, WIDE):
            page.set_viewport_size(width)
            assert page.evaluate("document.documentElement.scrollWidth") == width["width"]
    check_by_axe(browser, file)


def check_by_axe(browser: Browser, file: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for page in opened(browser, file, WIDE):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            told = [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found]
            assert told == [], scheme
