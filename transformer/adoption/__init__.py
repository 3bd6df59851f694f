"""What databases do once to adopt the user model, told to people who run them."""

from __future__ import annotations
