"""Move a Django project from ``auth.User`` to a user model of its own."""

from __future__ import annotations

__version__ = "0.1.0"
TICKET = "https://code.djangoproject.com/ticket/25313"
"""What it is about, in the words of Django's own tracker."""
