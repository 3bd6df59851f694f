"""What a file is, told from its name and its first bytes.

Not by ``identify``: its tags name the language, and what counts here is who reads the file. It does
not know 14 of the endings below, 27 of the binary ones and a third of the names (Procfile, crontab,
.env), and the table from its tags to kinds would be as long as this one.
"""

from __future__ import annotations

import enum
import re
from pathlib import PurePosixPath

from transformer.contents import View


class Kind(enum.Enum):
    """Who reads the file: it decides how much a mention of the auth user asks of a person."""

    SHELL = "shell"
    DOCS = "docs"
    HISTORY = "history"
    MAIL = "mail"
    SQL = "sql"
    CODE = "code"
    TRANSLATION = "translation"
    DATA = "data"
    FIXTURE = "fixture"
    VENDORED = "vendored"
    OTHER = "other"


_BINARY = (
    ".png .jpg .jpeg .gif .ico .webp .bmp .tif .tiff .psd .woff .woff2 .ttf .otf .eot .mp3 .mp4 "
    ".webm .ogg .wav .avi .mov .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .jar .class .so "
    ".dll .exe .pyc .pyo .mo .sqlite .sqlite3 .db .tar .tgz .7z .rar .whl .egg .wasm .bin"
)
BINARY_SUFFIXES = frozenset(_BINARY.split())
_SUFFIXES = {
    Kind.SHELL: ".sh .bash .zsh .ksh .fish .bat .cmd .ps1 .mk .just .dockerfile .service .cron",
    Kind.DOCS: ".md .mdx .rst .txt .adoc .asciidoc .org .textile .markdown",
    Kind.MAIL: ".mbox .mbx .eml .msg",
    Kind.SQL: ".sql .psql .ddl .pgsql .mysql",
    Kind.CODE: ".js .jsx .ts .tsx .mjs .cjs .vue .svelte .coffee .elm .css .scss .sass .less .go "
    ".rb .java .kt .swift .dart .php .html .htm",
    Kind.TRANSLATION: ".po .pot .xlf .xliff",
    Kind.DATA: ".json .jsonl .ndjson .json5 .yaml .yml .toml .ini .cfg .conf .csv .tsv .xml .env "
    ".properties .ipynb .plist",
}
_BY_SUFFIX = {suffix: kind for kind, text in _SUFFIXES.items() for suffix in text.split()}
_SHELL_NAMES = re.compile(
    r"(?i)(.*[.-])?(dockerfile|containerfile|makefile|gnumakefile|justfile|procfile|vagrantfile|"
    r"jenkinsfile|crontab|entrypoint|tox\.ini|package\.json|app\.json|heroku\.yml|render\.yaml|"
    r"fly\.toml|buildspec\.ya?ml|taskfile\.ya?ml|\.pre-commit-config\.yaml|cloudbuild\.ya?ml|"
    r"bitbucket-pipelines\.yml|azure-pipelines\.yml|\.travis\.yml|\.gitlab-ci\.yml|\.drone\.yml|"
    r"(docker-)?compose.*\.ya?ml)([.-].*)?"
)
_SHELL_FOLDERS = {".github", ".circleci", ".gitlab", ".woodpecker", ".buildkite"}
_HISTORY = re.compile(r"(?i)(changelog|changes|history|news|releases?|release[-_]?notes)\b.*")
_NOT_OURS = (
    "node_modules bower_components site-packages dist-packages staticfiles .venv venv .tox .git "
    "__pycache__"
)
_VENDORED_FOLDERS = frozenset(_NOT_OURS.split())
_VENDORED_NAMES = re.compile(
    r"(?i).*([.-]min\.(js|css|mjs|html)|\.(js|css|mjs)\.map|[.-]bundle\.js|\.lock|\.lockb|"
    r"(package-lock|npm-shrinkwrap|composer)\.json|pnpm-lock\.yaml|-lock\.ya?ml|\.snap)"
)
_BUNDLED = frozenset({".js", ".mjs", ".cjs", ".css", ".ts"})
_SHEBANG = re.compile(rb"#!\s*\S*(sh|bash|zsh|ksh|dash|env (ba|z|k|da)?sh)\b")


def kind_of(path: str, view: View) -> Kind:
    """The kind of a text file.

    >>> kind_of("deploy/docker-compose.prod.yml", b"")
    <Kind.SHELL: 'shell'>
    """
    pure = PurePosixPath(path)
    folders = {part.lower() for part in pure.parts[:-1]}
    suffix = pure.suffix.lower()
    minified = suffix in _BUNDLED and _minified(view)
    if folders & _VENDORED_FOLDERS or _VENDORED_NAMES.fullmatch(pure.name) or minified:
        return Kind.VENDORED
    if _SHELL_NAMES.fullmatch(pure.name) or _SHEBANG.match(view[:64]):
        return Kind.SHELL
    if folders & _SHELL_FOLDERS and suffix in {".yml", ".yaml"}:
        return Kind.SHELL
    if _HISTORY.fullmatch(pure.name) and _BY_SUFFIX.get(suffix, Kind.DOCS) is Kind.DOCS:
        return Kind.HISTORY
    if pure.name.upper().startswith(("README", "INSTALL", "CONTRIBUTING", "UPGRADING")):
        return Kind.DOCS
    if pure.name.startswith(".env"):
        return Kind.DATA
    return _BY_SUFFIX.get(suffix, Kind.OTHER)


def is_binary(path: str, view: View) -> bool:
    """A quick look: a NUL among the first bytes, as git and grep do it."""
    return not is_utf16(view) and view[:8192].find(b"\0") >= 0


def is_utf16(view: View) -> bool:
    return view[:2] in {b"\xff\xfe", b"\xfe\xff"}


def _minified(view: View) -> bool:
    """Code that no person wrote: lines of thousands of bytes."""
    head = view[:32768]
    return len(head) > 4000 * (head.count(b"\n") + 1)
