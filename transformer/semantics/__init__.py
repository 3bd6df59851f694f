"""Which names mean the auth user, across the project's modules.

Bytes first, then ``ast`` on the files that could matter. A file matters where its bytes hold the
word ``auth``, or where they hold a name of the auth user and import a module that may pass it on.
"""

from __future__ import annotations

import ast
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from transformer.contents import View
from transformer.formats.candidates import candidates
from transformer.project import Project
from transformer.project.known_packages import included_modules
from transformer.project.migrations import MigrationIndex, is_migration
from transformer.semantics.codenames import user_codenames
from transformer.semantics.kept import brought_in, is_for_others, reaches_for
from transformer.semantics.loadtime import load_time_modules
from transformer.semantics.python_files import PythonFiles
from transformer.semantics.resolve import AUTH_USER, STARS, Module, Resolver, package_of
from transformer.semantics.scopes import resolve_relative
from transformer.spellings import admin_url_name
from transformer.tree import Tree

# How a module can pass the auth user on under another name.
ALIASES = (
    rb"\b(?P<old>%s)\s+as\s+(?P<new>\w+)",
    rb"^(?P<new>\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:\w+\.)*(?P<old>%s)[ \t]*(?:#.*)?$",
)
# What both need, and is found as fast as bytes are read.
ENDS_SO = re.compile(rb"User(?:\s+as\s|[ \t]*(?:#.*)?$)", re.MULTILINE)
# A word that an expression begins with is looked for as fast as bytes are read.
MARK = re.compile(rb"auth(?<![A-Za-z0-9]auth)(?![A-Za-z0-9])")
MAKERS = re.compile(rb"\b(?:baker|mommy|mixer)\b")
NAMES_OF_DJANGO = frozenset(name for names in STARS.values() for name in names if "User" in name)
FROM_IMPORT = re.compile(
    rb"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)", re.MULTILINE
)
PLAIN_IMPORT = re.compile(rb"^[ \t]*import[ \t]+([^\n]*)", re.MULTILINE)
_VERBATIM = re.compile(
    rb"\{%-?\s*(?:verbatim|raw)\b[^%]*%\}(.*?)\{%-?\s*end(?:verbatim|raw)\b", re.DOTALL
)
_HOLDS_APP = re.compile(
    rb"""^[ \t]*([A-Z][A-Z0-9_]+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:"auth"|'auth')[ \t]*(?:\#.*)?$""",
    re.MULTILINE,
)
MAX_CACHE_BYTES = 1 << 18
PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError, OSError)


class References:
    """Project-wide facts about the auth user, read through ``tree`` as it stands now.

    ``is_left`` says which paths the caller wants unchanged, ``is_asked`` of which it wants to know.
    """

    def __init__(
        self,
        project: Project,
        tree: Tree,
        is_left: Callable[[str], bool] = lambda path: False,
        is_asked: Callable[[str], bool] = lambda path: True,
    ) -> None:
        self.project = project
        self.tree = tree
        self.is_left = is_left
        self.is_asked = is_asked
        self.resolver = Resolver(project, tree.read)
        self.python = PythonFiles(tree)
        self._modules: OrderedDict[str, Module] = OrderedDict()
        self._parsed_bytes = 0
        self._migrations: MigrationIndex | None = None
        self._kept: dict[tuple[str, str], bool] = {}
        self._untouched: dict[str, bool] = {}
        self._importers: dict[str, set[str]] | None = None

    def forget(self, path: str) -> None:
        """The file has changed since it was read."""
        self._drop(path)
        if path.endswith(".py"):
            self._migrations = None
            self._kept.clear()
            self._untouched.clear()
            self._importers = None
        self.resolver.forget(path)
        self.python.forget(path)

    def module(self, path: str) -> Module:
        """A parsed file. Raises one of ``PARSE_ERRORS`` where Python cannot read it."""
        source = self.tree.read(path)
        found = self._modules.get(path)
        if found is None or found.source != source:
            self._drop(path)
            found = self.resolver.parse(path)
            self._modules[path] = found
            self._parsed_bytes += len(source)
            # The one that was asked for stays, however large it is.
            while len(self._modules) > 1 and self._parsed_bytes > MAX_CACHE_BYTES:
                self._drop(next(iter(self._modules)))
        self._modules.move_to_end(path)
        return found

    def _drop(self, path: str) -> None:
        if module := self._modules.pop(path, None):
            self._parsed_bytes -= len(module.source)

    def size(self, path: str) -> int:
        """The bytes of a file; 0 where it cannot be read."""
        try:
            return len(self.tree.read(path))
        except OSError:
            return 0

    def facts(self) -> tuple[frozenset[str], ...]:
        """All that is true of the whole project; each is looked for when it is first asked for."""
        return (
            *(self.names, self.load_time, self.codenames),
            *(self.url_names, self.named_in_strings, self.app_constants),
        )

    @cached_property
    def _words(self) -> dict[str, tuple[bool, bool]]:
        """Python files whose bytes hold the word ``auth``, or ``User``: which of the two."""
        found = {}
        for path in sorted({*self.project.files, *self.tree}):
            if path.endswith(".py"):
                try:
                    source = self.tree.read(path)
                except OSError:
                    continue
                named = b"User" in source
                marked = MARK.search(source) or (named and MAKERS.search(source))
                if named or marked:
                    found[path] = (bool(marked), named)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """The names under which some module of the project may know the auth user."""
        read = self.tree.read
        sources = [path for path, marks in self._words.items() if marks[1]]
        ending = [source for source in map(read, sources) if ENDS_SO.search(source)]
        known = {"User"}
        waiting = [new for source in ending for _, new in _aliases(source, b"User")]
        if not waiting:
            return frozenset(known)
        aliases: dict[str, set[str]] = {}
        for source in map(read, sources):
            for old, new in _aliases(source, rb"\w+"):
                aliases.setdefault(old, set()).add(new)
        while waiting:
            if (name := waiting.pop()) not in known:
                known.add(name)
                waiting += aliases.get(name, ())
        return frozenset(known)

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """Paths of the Python files that may hold a reference, sorted."""
        found = {path for path, marks in self._words.items() if marks[0]}
        rest = {path for path, marks in self._words.items() if not marks[0]}
        if odd := [n for n in self.names if "User" not in n]:
            # A name that gives nothing away can carry the auth user into any file.
            word = _word_of(odd)
            others = (p for p in self.project.files if p.endswith(".py") and p not in self._words)
            rest |= {path for path in others if word.search(self.tree.read(path))}
        carriers = {path for path in found if self._imports_auth(path)}
        # Any of them may pass the auth user on, but only who says a name of it refers to it.
        named = _word_of(self.names | NAMES_OF_DJANGO)
        while rest and carriers:
            names = self.project.module_names
            modules = {names[path] for path in carriers if path in names}
            carriers = {path for path in rest if modules & self.imported(path)}
            found |= {path for path in carriers if named.search(self.tree.read(path))}
            rest -= carriers
        if self.app_constants:
            # Who reads the label from another module need not say it.
            word = _word_of(self.app_constants)
            python = (p for p in self.project.files if p.endswith(".py"))
            found |= {p for p in python if p in self.tree and word.search(self.tree.read(p))}
        # URLs of packages that refuse another user model need not name it.
        for module in included_modules():
            found.update(self.python.holding(module.encode()))
        return tuple(sorted(path for path in found if path in self.tree))

    @cached_property
    def app_constants(self) -> frozenset[str]:
        """Names in capitals to which modules and classes give the label ``auth`` and no other."""
        found: set[str] = set()
        for path, marks in self._words.items():
            if marks[0]:
                found |= {name.decode() for name in _HOLDS_APP.findall(self.tree.read(path))}
        return frozenset(n for n in found if self.python.strings_assigned(n) == {"auth"})

    def texts(self) -> Iterator[tuple[str, View]]:
        """Path and content of the other text files that may hold one, as far as they are asked."""
        return candidates(self.tree, among=self.is_asked)

    def _imports_auth(self, path: str) -> bool:
        return (
            re.search(rb"contrib(?:\.auth|\s+import)|import \*", self.tree.read(path)) is not None
        )

    def imported(self, path: str) -> set[str]:
        """The modules that a file may import, read off its bytes."""
        package = package_of(path, self.project.module_names.get(path, ""))
        found: set[str] = set()
        source = self.tree.read(path)
        for dots, module, after in FROM_IMPORT.findall(source):
            base = resolve_relative(module.decode(), len(dots), package)
            # Of any encoding, or of none.
            names = re.findall(r"\w+", after.decode(errors="replace"))
            found |= {base, *(f"{base}.{name}" for name in names)}
        for modules in PLAIN_IMPORT.findall(source):
            found |= set(re.findall(r"[\w.]+", modules.decode(errors="replace")))
        return found

    def is_migration(self, path: str) -> bool:
        """Whether a file defines a migration, in whatever folder (``MIGRATION_MODULES``)."""
        try:
            return path.endswith(".py") and is_migration(path, self.tree.read(path))
        except OSError:
            return False

    @property
    def migrations(self) -> MigrationIndex:
        """The migrations as they stand now, read when they are first asked for."""
        if self._migrations is None:
            self._migrations = MigrationIndex(self.tree, self.tree.read, self.project.apps)
        return self._migrations

    @cached_property
    def load_time(self) -> frozenset[str]:
        """Dotted names of the modules that run while Django loads the models."""
        return load_time_modules(self.project, self.resolver)

    @cached_property
    def codenames(self) -> frozenset[str]:
        """Codenames of the permissions that belong to the user's content type."""
        return user_codenames(self.project, self.tree, self.python, self._nodes)

    def _nodes(self, path: str) -> Iterable[ast.AST]:
        try:
            return self.module(path).analysis.parents
        except PARSE_ERRORS:
            return ()

    @cached_property
    def url_names(self) -> frozenset[str]:
        """Names of URLs such as ``auth_user_invite`` that the project's Python gives itself."""
        found: set[str] = set()
        for path, marks in self._words.items():
            if marks[0]:
                found |= set(admin_url_name.spelled_out(self.tree.read(path)))
        return frozenset(found)

    def keeps(self, module: str, name: str) -> bool:
        """Whether a module of the project goes on holding the auth user as ``name``.

        It does where a star import of Django's own module brings the name in, or where it is there
        for others: the module says so, or others import it while no model waits for it.
        """
        key = (module, name)
        if key not in self._kept:
            self._kept[key] = False  # a circle of imports keeps nothing
            self._kept[key] = self._keeps(module, name)
        return self._kept[key]

    def _keeps(self, name: str, local: str) -> bool:
        path = self.project.modules.get(name)
        if path is None or path not in self.candidates or self._is_untouched(path):
            return False
        try:
            module = self.module(path)
        except PARSE_ERRORS:
            return False
        found = brought_in(module, self.resolver, local)
        if found is None:
            return False
        if isinstance(found, str):
            return found not in self.project.modules or self.keeps(found, local)
        first = found.at[0] - 1
        if any(b"usershift:" in line for line in module.lines[first : first + 1]):
            return False
        if found.kind == "assign":
            return True
        if is_for_others(module, found, local) or f"{name}.{local}" in self.named_in_strings:
            return True
        waited_for = name in self.load_time and local in module.read
        return not waited_for and self._is_imported(name, local)

    def _is_untouched(self, path: str) -> bool:
        """Whether a file stays as it is whatever it imports."""
        if path not in self._untouched:
            self._untouched[path] = self.is_left(path) or self.is_migration(path)
        return self._untouched[path]

    def _is_imported(self, module: str, name: str) -> bool:
        """Whether another file of the project takes ``name`` from ``module``."""
        if self._importers is None:
            self._importers = {}
            for path in self.candidates:
                for imported in self.imported(path):
                    self._importers.setdefault(imported, set()).add(path)
        if f"{module}.{name}" in self._importers:
            return True
        importers = self._importers.get(module, ())
        return any(reaches_for(self.tree.read(path), name) for path in importers)

    @cached_property
    def verbatim(self) -> tuple[str, ...]:
        """What templates of the project show as it is, as far as it speaks of permissions."""
        found = (
            block
            for _, view in candidates(self.tree, b"auth.")
            for block in _VERBATIM.findall(view[:])
        )
        return tuple(block.decode("utf-8", "replace") for block in found if b"auth." in block)

    @cached_property
    def named_in_strings(self) -> frozenset[str]:
        """Dotted names ``module.Name`` that strings of the project spell out (``mock.patch``)."""
        word = "|".join(map(re.escape, sorted(self.names))).encode()
        pattern = re.compile(rb"""['"]((?:\w+\.)+(?:%s))(?=['".])""" % word)
        found: set[str] = set()
        for path, marks in self._words.items():
            if marks[1]:
                found |= {m[1].decode() for m in pattern.finditer(self.tree.read(path))}
        return frozenset(found)


def _aliases(source: bytes, word: bytes) -> Iterator[tuple[str, str]]:
    """The names that a file gives to something whose name is ``word``: old and new."""
    for pattern in ALIASES:
        for match in re.finditer(pattern.replace(b"%s", word), source, re.MULTILINE):
            yield match["old"].decode(), match["new"].decode()


def _word_of(names: Iterable[str]) -> re.Pattern[bytes]:
    """Any of the names, as a word of its own."""
    return re.compile(rb"(?<!\w)(?:%s)(?!\w)" % "|".join(map(re.escape, sorted(names))).encode())


def auth_users(module: Module, resolver: Resolver, names: frozenset[str]) -> tuple[ast.expr, ...]:
    """The expressions of ``module`` called one of ``names`` that may mean the auth user."""
    found: list[ast.expr] = []
    for node in module.analysis.parents:
        if isinstance(node, ast.Name):
            wanted = node.id in names and isinstance(node.ctx, ast.Load)
        elif isinstance(node, ast.Attribute):
            wanted = node.attr in names
        else:
            continue
        if wanted and AUTH_USER in resolver.node(node, module):
            found.append(node)
    return tuple(sorted(found, key=lambda n: (n.lineno, n.col_offset)))


__all__ = ["PARSE_ERRORS", "References", "auth_users"]
