"""What is said of a campaign: on a terminal, for programs, for a CI server, as a page."""

from __future__ import annotations

from transformer.fleet.summary.entry import Entry, entry

__all__ = ["Entry", "entry"]
