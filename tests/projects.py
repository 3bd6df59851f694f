"""Small projects in memory and on disk, for tests of passes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from transformer.contents import Contents
from transformer.project import App, Project
from transformer.project.django_version import find_django
from transformer.project.packages import find_environment


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Text loses the indentation that its lines have in common; bytes stay as they are."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())


def project_at(root: Path) -> Project:
    """A project of everything below ``root``; each folder with a ``models.py`` is an app.

    Its Django is what a requirements file among the files says.
    """
    paths = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    files = tuple(sorted(path for path in paths if not path.startswith((".git/", ".venv/"))))
    environment = find_environment([root])
    apps = tuple(
        App(Path(f).parent.name, ".".join(Path(f).parent.parts), Path(f).parent.as_posix())
        for f in files
        if f.endswith("/models.py")
    )
    return Project(
        contents=Contents(root),
        name=root.name,
        manage=None,
        settings=(),
        django=find_django(files, lambda path: (root / path).read_bytes(), None),
        apps=apps,
        files=files,
        environment=environment.site_packages if environment else (),
    )
