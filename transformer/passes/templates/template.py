"""One template with what the rules have to know about its project."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from transformer.codemod.rules import Rule, Safe, Suggested
from transformer.codemod.text_file import TextFacts, TextFile
from transformer.contents import View
from transformer.formats.kinds import Kind, kind_of
from transformer.options import Options
from transformer.passes.templates.lexing import Piece, Quoted, django_pieces, jinja_pieces
from transformer.spellings import Mention

_JINJA_SUFFIXES = frozenset({".jinja", ".jinja2", ".j2"})
_TEMPLATE_SUFFIXES = _JINJA_SUFFIXES | frozenset(
    {".html", ".htm", ".xhtml", ".djhtml", ".djt", ".txt", ".xml", ".svg", ".mjml", ".eml", ".tpl"}
)
# A tag that only Django and Jinja templates have; `{{ x }}` alone is also Vue, Angular and Go.
_TAG = re.compile(
    rb"\{%[-+]?\s*(autoescape|block|blocktrans|blocktranslate|call|comment|csrf_token|extends|filter"
    rb"|for|from|if|ifchanged|import|include|load|macro|now|raw|set|spaceless|static|trans|translate"
    rb"|url|verbatim|with)\b"
)


@dataclass(frozen=True)
class TemplateFacts(TextFacts):
    """What the templates of one project have in common.

    ``folders`` hold templates; ``suffixes`` are what generic views append to the name of a model;
    ``moving`` is path -> new path of the templates that have to move. ``moved`` are the names of
    those that do, old -> new, and ``moved_twice`` the names that several files of the project have.
    """

    folders: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    moving: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    moved_twice: frozenset[str] = frozenset()


class Template(TextFile):
    """A template, whose places are its pieces and the strings in its tags."""

    facts: TemplateFacts

    @cached_property
    def pieces(self) -> list[Piece]:
        return (jinja_pieces if self.is_jinja else django_pieces)(self.content)

    @property
    def is_jinja(self) -> bool:
        return is_jinja(self.path)

    def before(self, piece: Piece) -> Piece | None:
        """The piece before another one."""
        at = self.index(piece)
        return self.pieces[at - 1] if at else None

    def index(self, piece: Piece) -> int:
        """The number of a piece."""
        return bisect_left(self.pieces, piece.start, key=lambda each: each.start)

    def tell(
        self, rule: Rule, mention: Mention, start: int, message: str, remedy: str, sure: bool
    ) -> None:
        """Report a spelling in the text that begins at the byte ``start`` of the file."""
        at, new = start + mention.at, mention.new(self.options)
        edit = (Safe if sure else Suggested)(new) if new is not None else None
        self.report(rule, at, at + len(mention.old), message, remedy, edit=edit)

    def places(self) -> Iterator[Piece | Quoted]:
        for piece in self.pieces:
            yield piece
            yield from piece.strings

    def can_spell(self, place: object) -> bool:
        if isinstance(place, Piece):
            return b"auth" in place.source or b"Auth" in place.source
        return not isinstance(place, Quoted) or "auth" in place.value


def open_template(path: str, view: View, options: Options, facts: TemplateFacts) -> Template | None:
    """A file as the template that it is; None where it is none."""
    return Template(path, view, options, facts) if is_template(path, view, facts.folders) else None


def is_jinja(path: str) -> bool:
    pure = PurePosixPath(path)
    return pure.suffix in _JINJA_SUFFIXES or "jinja2" in pure.parts[:-1]


def is_template(path: str, source: View, folders: frozenset[str]) -> bool:
    """Whether Django or Jinja renders the file.

    In a folder of templates (``templates``, ``jinja2``, or one of ``folders``, the ``DIRS`` of the
    settings) every file is one; elsewhere the ending and a tag of these engines decide.
    """
    in_folder = bool(template_name(path, folders))
    if not in_folder and PurePosixPath(path).suffix not in _TEMPLATE_SUFFIXES:
        return False
    if kind_of(path, source) is Kind.VENDORED:
        return False
    return in_folder or bool(_TAG.search(source))


def template_name(path: str, folders: frozenset[str]) -> str:
    """The name that the loaders know a file by; empty where it stands in no folder of templates.

    >>> template_name("shop/templates/auth/user_list.html", frozenset())
    'auth/user_list.html'
    """
    parts = path.split("/")
    for at in range(len(parts) - 1, 0, -1):
        if parts[at - 1] in {"templates", "jinja2"} or "/".join(parts[:at]) in folders:
            return "/".join(parts[at:])
    return ""
