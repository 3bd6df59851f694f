"""Figures that a benchmark puts into the documentation itself."""

from __future__ import annotations

from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
_END = "<!-- end -->"


def write_down(page: str, benchmark: str, text: str) -> None:
    """Put Markdown into a page, in the place of what the benchmark wrote there last."""
    path = DOCS / page
    begin = f"<!-- made by benchmarks/{benchmark} -->\n"
    before, found, rest = path.read_text().partition(begin)
    assert found, f"{path} has no place for it: {begin}"
    path.write_text(f"{before}{begin}\n{text}{_END}{rest.partition(_END)[2]}")
