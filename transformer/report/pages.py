"""How the pages for a browser are made from their templates."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from transformer.printable import shown_text
from transformer.resources import template_folders


def environment() -> Environment:
    """Jinja for pages: what comes from a project is escaped, also what a browser obeys in text."""
    made = Environment(
        loader=FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters |= {"with_code": with_code, "sentence": sentence}
    return made


def _shown(value: object) -> object:
    if isinstance(value, Markup):
        return Markup(shown_text(str(value)))
    return shown_text(value) if isinstance(value, str) else value


def with_code(text: str) -> Markup:
    """Escaped, with what stands between backquotes as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    marked = (
        Markup("<code>{}</code>").format(p) if i % 2 else escape(p) for i, p in enumerate(parts)
    )
    return Markup("").join(marked)


def sentence(text: str) -> Markup:
    """With a capital letter at the start, unless it starts with code."""
    return with_code(text[:1].upper() + text[1:])
