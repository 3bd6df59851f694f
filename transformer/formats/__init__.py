"""Formats of files: where the places are, and how each is edited. Knows syntax, not Django."""
