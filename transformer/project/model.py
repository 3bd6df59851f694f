"""What is known of a project without running it. All paths are relative to ``root``, with ``/``."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from posixpath import basename

from packaging.version import Version

from transformer.contents import Contents, read_file
from transformer.project.django_series import NEWEST, Series
from transformer.project.formatter import CONFIGURATIONS, Formatter, formatter_of
from transformer.project.import_sections import ImportSections, import_sections
from transformer.project.left_out import LeftOut
from transformer.project.vendored import Vendored, find_vendored, vendored_path
from transformer.settings.sources import Sources, module_name


@dataclass(frozen=True)
class App:
    """One of the project's own Django apps.

    ``module`` is the dotted package, ``path`` its folder, ``label`` what ``app_label`` says.
    """

    label: str
    module: str
    path: str


@dataclass(frozen=True)
class SettingsModule:
    """One settings module that something runs the project with (manage.py, wsgi, tests …).

    ``installed_apps`` is every app that some run has, in order; None where it could not be read
    statically. A class of django-configurations stands as ``module:Class``. ``engines`` are those
    of ``DATABASES``, as far as they are known.
    """

    module: str
    path: str
    installed_apps: tuple[str, ...] | None = None
    auth_user_model: str | None = None
    engines: tuple[str, ...] = ()

    @property
    def python_module(self) -> str:
        """The dotted module without the class of django-configurations."""
        return self.module.partition(":")[0]


@dataclass(frozen=True)
class DjangoVersion:
    """``source`` says where the version was read, for a person."""

    version: Version
    source: str

    @property
    def series(self) -> Series:
        return (self.version.major, self.version.minor)


@dataclass(frozen=True)
class Project:
    """``files`` are all source files; ``source_roots`` the folders that stand on ``sys.path``.

    ``contents`` holds the bytes of what stands below the root. ``name`` is what messages call the
    project. ``manage`` is the path of ``manage.py``. ``environment`` are the ``site-packages``
    folders that its third-party packages are in; ``others`` the folders of other Django projects
    below the root, whose files are left out. ``ignored`` are the Python files that stand in the
    folders of its apps and that git ignores; ``left_out`` is what else is its own and not searched.
    ``unchosen`` are settings that ``--settings`` does not name and that share a file with those it
    does; ``differing`` those that have a user model of their own, for tests.
    """

    contents: Contents = field(repr=False)
    name: str
    manage: str | None
    settings: tuple[SettingsModule, ...]
    django: DjangoVersion | None
    apps: tuple[App, ...]
    files: tuple[str, ...]
    source_roots: tuple[str, ...] = ("",)
    git_root: Path | None = None
    environment: tuple[Path, ...] = ()
    others: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unchosen: tuple[SettingsModule, ...] = ()
    differing: tuple[SettingsModule, ...] = ()

    @property
    def root(self) -> Path:
        return self.contents.root

    @property
    def series(self) -> Series:
        """That of its Django; the newest that usershift knows where nothing says which it is."""
        return self.django.series if self.django else NEWEST.series

    @property
    def installed_apps(self) -> list[tuple[str, ...]]:
        """``INSTALLED_APPS`` of each settings module of which it is known."""
        return [s.installed_apps for s in self.settings if s.installed_apps is not None]

    def installs(self, app: str) -> bool:
        """Whether some settings install an app, by its package or its config, or may."""
        return any(
            s.installed_apps is None
            or any(entry == app or entry.startswith(f"{app}.") for entry in s.installed_apps)
            for s in self.settings
        )

    def read(self, path: str) -> bytes:
        """The bytes of a file as it was first read. Raises OSError where it cannot be read."""
        return self.contents.read(path)

    @cached_property
    def line_limit(self) -> int | None:
        """The longest line that the project's formatter makes; None where none is configured."""
        found = self.formatter
        return found.line_length if found and (found.ruff or found.black is not None) else None

    @cached_property
    def formatter(self) -> Formatter | None:
        """The tools that lay its Python out; None where none is configured."""
        folder = PurePosixPath(self.prefix, self.manage or "").parent if self.manage else ""
        files = self.configurations
        return formatter_of(files, files.__getitem__, str(folder or self.prefix or "."))

    @property
    def prefix(self) -> str:
        """The folder of the project from the top of its repository; empty where it is the top."""
        if self.git_root is None or self.git_root == self.root:
            return ""
        inner = self.root.resolve().relative_to(self.git_root.resolve()).as_posix()
        return "" if inner == "." else inner

    @cached_property
    def configurations(self) -> dict[str, bytes]:
        """The configurations of formatters, by their paths from the top of the repository."""
        found: dict[str, bytes] = {}
        inner = PurePosixPath(self.prefix)
        for path in self.files:
            if PurePosixPath(path).name in CONFIGURATIONS:
                with suppress(OSError):
                    found[str(inner / path)] = self.read(path)
        for folder in inner.parents if self.prefix else ():
            for name in CONFIGURATIONS:
                with suppress(OSError):
                    found[str(folder / name)] = read_file(Path(self.git_root or "") / folder / name)
        return found

    @cached_property
    def import_sections(self) -> ImportSections | None:
        """The sections of imports that the project's isort knows; None where none is configured."""
        return import_sections(self.root, self.git_root)

    @property
    def modules(self) -> dict[str, str]:
        """Dotted module name -> path, for every Python file that can be imported.

        >>> project.modules["blog.models"]
        'blog/models.py'
        """
        return self.sources.modules

    @cached_property
    def sources(self) -> Sources:
        """What its settings are read from."""
        return Sources(self.files, self.read, self.source_roots)

    @cached_property
    def vendored(self) -> dict[str, Vendored]:
        """Path -> what is known of each piece of other people's code among the files.

        Nothing is known of it where the project has no settings.
        """
        if not self.settings:
            return {}
        installed = {a: s.path for s in self.settings for a in s.installed_apps or ()}
        return find_vendored(self.sources, self.own_folders, installed)

    def vendored_at(self, path: str) -> Vendored | None:
        """The piece of other people's code that a file is in."""
        return self.vendored.get(vendored_path(path, self.own_folders))

    @cached_property
    def own_folders(self) -> frozenset[str]:
        """Names and paths of folders that are the project's, whatever they are called."""
        starts = [self.manage, *(s.path for s in self.settings)]
        around = {str(parent) for path in starts if path for parent in PurePosixPath(path).parents}
        return frozenset(around.union(*({a.label, basename(a.path)} for a in self.apps)))

    @property
    def packages(self) -> dict[str, str]:
        """Dotted name -> folder of every package, also of namespace packages."""
        return self.sources.packages

    @cached_property
    def module_names(self) -> dict[str, str]:
        """Path -> the dotted name that the project itself most likely imports the file by."""
        found: dict[str, str] = {}
        for path in self.files:
            if path.endswith(".py"):
                for root in sorted(self.source_roots, key=len, reverse=True):
                    if name := module_name(path, root):
                        found[path] = name
                        break
        return found
