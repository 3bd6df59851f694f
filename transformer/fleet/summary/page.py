"""The summary as one HTML page, which shows only the rows that are in view."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator
from datetime import datetime

from transformer import __version__
from transformer.fleet.states import Standing, State
from transformer.fleet.summary.entry import Entry
from transformer.printable import shown
from transformer.report.pages import environment

_LINKS = {
    "report.html": "report",
    "changes.patch": "patch",
    "runbook.md": "runbook",
    "proof.html": "proof",
    "verify.json": "proof as JSON",
    "traceback.txt": "traceback",
}
_PUSHED = {"failed": "not pushed", "request-failed": "no request"}
_PLACE = "@@rows@@"


def render(entries: Iterable[Entry], when: datetime, to: str = "") -> Iterator[str]:
    """The page in parts. Everything that comes from a repository is data in it, never markup.

    ``to`` leads from the page to the work folder, where it does not stand in there.
    """
    page = (
        environment()
        .get_template("fleet.html.jinja")
        .render(
            version=__version__,
            when=when.strftime("%Y-%m-%d %H:%M UTC"),
            meanings=[[state.value, state.meaning] for state in State],
            standings=[[each.value, each.meaning] for each in Standing],
            failing=[state.value for state in State if state.fails],
            place=_PLACE,
        )
    )
    before, _, after = page.partition(_PLACE)
    yield before
    comma = ""
    for one in entries:
        yield comma + _safe(json.dumps(_row(one, to), separators=(",", ":"), ensure_ascii=True))
        comma = ",\n"
    yield after


def _row(one: Entry, to: str) -> list[object]:
    """As the page's script reads it, without the names of the columns."""
    links = [[name, label] for name, label in _LINKS.items() if name in one.papers]
    if "proof.html" in one.papers:
        links = [link for link in links if link[0] != "verify.json"]
    stage = f" ({one.stage})" if one.stage else ""
    return [
        shown(one.name + stage),
        one.state.value,
        shown(one.said),
        one.django,
        one.changed,
        one.todo,
        one.review,
        round(one.seconds, 1),
        one.standing or _PUSHED.get(one.pushed, one.pushed),
        " ".join(one.labels),
        shown(one.key),
        posixpath.join(to, one.folder),
        links,
        one.request if one.request.startswith("https://") else "",
        f"Adopted: {', '.join(one.adopted)}." if one.adopted else shown(one.standing_message),
    ]


def _safe(text: str) -> str:
    """JSON that can stand in a script element."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
