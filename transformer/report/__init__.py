"""What is said about a run, in every format: for a person, for a program, for a code host."""

from __future__ import annotations

from transformer.report.model import FileDone, PassDone, Report, failed, linted, proven, report

__all__ = ["FileDone", "PassDone", "Report", "failed", "linted", "proven", "report"]
