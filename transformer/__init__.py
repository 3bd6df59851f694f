"""Move a Django project from ``auth.User`` to a user model of its own."""

from __future__ import annotations

__version__ = "0.1.0"
HOME = "https://code.djangoproject.com/ticket/25313"
"""Where people find out more: the page of the distribution."""
