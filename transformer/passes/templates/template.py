"""One template with what the rules have to know about its project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from transformer.contents import View
from transformer.formats.kinds import Kind, kind_of
from transformer.passes.templates.lexing import Piece, django_pieces, jinja_pieces
from transformer.semantics.codenames import DEFAULT_CODENAMES

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
class Names:
    """The words of one migration.

    ``moved`` are names of templates that move, old -> new; ``moved_twice`` those that several files
    of the project have; ``own_url_names`` URL names that the
    project's own Python spells out, so that Django does not derive them from the model.
    """

    app: str = "users"
    codenames: frozenset[str] = DEFAULT_CODENAMES
    moved: Mapping[str, str] = field(default_factory=dict)
    moved_twice: frozenset[str] = frozenset()
    own_url_names: frozenset[str] = frozenset()

    @property
    def label(self) -> bytes:
        return self.app.encode()


@dataclass(frozen=True)
class Template:
    """``jinja`` says which engine reads the file; ``name`` is what the loaders call it."""

    path: str
    source: bytes
    pieces: tuple[Piece, ...]
    jinja: bool


def template(path: str, source: bytes) -> Template:
    jinja = is_jinja(path)
    return Template(path, source, tuple((jinja_pieces if jinja else django_pieces)(source)), jinja)


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
