"""Settings modules read symbolically: what they may hold, and where each part was written."""

from __future__ import annotations

from transformer.settings.evaluation import Evaluation, evaluate_settings
from transformer.settings.sources import Sources

__all__ = ["Evaluation", "Sources", "evaluate_settings"]
