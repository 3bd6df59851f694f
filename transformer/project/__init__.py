"""What a project is, read from its files only: nothing is imported, nothing is run."""

from __future__ import annotations

from transformer.project.discovery import discover, files_only
from transformer.project.model import App, DjangoVersion, Project, SettingsModule

__all__ = ["App", "DjangoVersion", "Project", "SettingsModule", "discover", "files_only"]
