"""Comments that head a section of imports: ``# Django``, ``# third-party imports``."""

from __future__ import annotations

WORDS = frozenset(
    [
        *("django", "python", "stdlib", "standard", "core", "contrib", "framework"),
        *("third", "3rd", "party", "external", "local", "own", "internal", "our", "other"),
        *("lib", "libs", "library", "libraries", "module", "modules", "package", "packages"),
        *("project", "app", "apps", "application", "import", "imports", "from", "and"),
    ]
)


def is_heading(line: str, package: str) -> bool:
    """Whether a line is such a comment; it may name the ``package`` that comes below."""
    words = line.strip("#-=: \t\r\n").lower().replace("-", " ").split()
    known = {*WORDS, package.lower()}
    return line.lstrip().startswith("#") and 0 < len(words) <= 3 and known.issuperset(words)
