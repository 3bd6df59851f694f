"""Which section of a file's imports a module belongs to, where the project has configured isort.

isort itself reads the configuration, so `known_*`, `sections` and `forced_separate` mean what they
mean in the project's own check. It reads files and runs nothing of the project. Importing it takes
a tenth of a second: a project that does not speak of isort does without.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from transformer.contents import read_file

if TYPE_CHECKING:
    from isort.settings import Config

_FILES = (".isort.cfg", "pyproject.toml", "setup.cfg", "tox.ini", ".editorconfig")
_SPOKEN_OF = re.compile(rb"isort|^\s*(?:known_\w+|sections)\s*=", re.MULTILINE)
# isort makes regular expressions of the names: these are all that it documents.
_NAME = re.compile(r"\^[\w.*?/-]*\$")


class ImportSections:
    """The sections in their order, as numbers."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def number(self, module: str, *, own: bool) -> int:
        """The section of a module; ``own`` says that it is the project's, unless isort is told."""
        from isort import place, sections

        if self._config.no_sections:
            return 0
        found, reason = place.module_with_reason(module, self._config)
        if own and reason.startswith("Default"):
            found = sections.FIRSTPARTY
        order = (*self._config.sections, *self._config.forced_separate)
        return order.index(found) if found in order else len(order)


def import_sections(root: Path, git_root: Path | None) -> ImportSections | None:
    """The sections of the files below ``root``; None where isort is not configured for them."""
    folders = [root, *(p for p in root.parents if git_root and p.is_relative_to(git_root))]
    files = [folder / name for folder in folders for name in _FILES]
    if not any(map(_speaks_of_isort, files)) or not all(map(_is_plain, files)):
        return None
    from isort.settings import Config

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # What is the project's own is known here, also what this very run adds.
            config = Config(settings_path=root, src_paths=())
            names = [pattern.pattern for pattern, _ in config.known_patterns]
        except Exception:  # whatever is wrong in a configuration: isort says it, not we
            return None
    # Two sources are isort's own values and ours; a file above the repository is not the project's.
    configured = len(config.sources) > 2 and Path(config.directory) in folders
    return ImportSections(config) if configured and all(map(_NAME.fullmatch, names)) else None


def _speaks_of_isort(path: Path) -> bool:
    with suppress(OSError):
        return _SPOKEN_OF.search(read_file(path)) is not None
    return False


def _is_plain(path: Path) -> bool:
    """Whether isort, which reads it too, would not wait for a pipe there."""
    return path.is_file() or not path.exists()
