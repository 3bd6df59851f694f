"""What a name means: dotted names, followed through the project's own modules.

A meaning is a set of dotted names, for a name may be bound in several branches. ``UNKNOWN`` stands
for what cannot be followed; ``CUSTOM_USER`` for what ``get_user_model()`` returns.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, MutableMapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from transformer.formats.python.syntax import parse
from transformer.project import Project
from transformer.semantics.scopes import Analysis, Binding, Block, Scope, analyse

AUTH_USER = "django.contrib.auth.models.User"
CUSTOM_USER = "django.contrib.auth.get_user_model()"
GET_USER_MODEL = "django.contrib.auth.get_user_model"
UNKNOWN = "?"
MAX_SOURCE = 16 << 20

Meaning = frozenset[str]
NOTHING: Meaning = frozenset()
_UNKNOWN: Meaning = frozenset([UNKNOWN])

# Modules of Django that themselves import the auth user under its own name.
REEXPORTS = ("django.contrib.auth.admin", "django.contrib.auth.forms")
# What a star import of django.contrib.auth.models brings (django/contrib/auth/models.py).
AUTH_MODELS = frozenset(
    [
        *("User", "Group", "Permission", "AnonymousUser", "AbstractUser", "PermissionsMixin"),
        *("UserManager", "GroupManager", "PermissionManager", "AbstractBaseUser"),
        *("BaseUserManager", "ContentType", "apps", "auth", "models", "timezone"),
    ]
)

# What one of django.contrib.auth.forms brings, as far as it has to do with the user.
AUTH_FORMS = frozenset(
    [
        *("User", "BaseUserCreationForm", "UserCreationForm", "AdminUserCreationForm"),
        *("UserChangeForm", "AuthenticationForm"),
    ]
)
# And one of django.contrib.auth.admin.
AUTH_ADMIN = frozenset(
    [*("User", "Group", "UserAdmin", "GroupAdmin", "AdminPasswordChangeForm"), *AUTH_FORMS]
)
STARS = {
    "django.contrib.auth.models": AUTH_MODELS,
    "django.contrib.auth.forms": AUTH_FORMS,
    "django.contrib.auth.admin": AUTH_ADMIN,
}


@dataclass(eq=False)
class Module:
    """One parsed file. ``name`` is its dotted name, "" for a script that cannot be imported.

    ``masked`` are byte ranges that the running Python cannot read (``formats/python/syntax.py``).
    """

    path: str
    name: str
    source: bytes
    analysis: Analysis
    masked: tuple[tuple[int, int], ...] = ()

    @property
    def package(self) -> str:
        return package_of(self.path, self.name)

    @cached_property
    def lines(self) -> list[bytes]:
        return self.source.splitlines()

    @cached_property
    def read(self) -> frozenset[str]:
        """The names that the module itself reads, in whatever scope."""
        return frozenset(n.id for n in self.analysis.scopes if isinstance(n.ctx, ast.Load))

    @cached_property
    def listed(self) -> frozenset[str]:
        """The names in its ``__all__``."""
        return frozenset(_listed(self.analysis.tree))


@dataclass(eq=False)
class Exports:
    """What is kept of a module that others import: its top scope, without the tree."""

    name: str
    scope: Scope


def package_of(path: str, name: str) -> str:
    """What relative imports inside the file start from."""
    if path.rpartition("/")[2] == "__init__.py":
        return name
    return name.rpartition(".")[0]


class Resolver:
    """Resolves expressions of modules; ``read`` gives a file's present bytes."""

    def __init__(self, project: Project, read: Callable[[str], bytes]) -> None:
        self.project = project
        self.read = read
        self._exports: dict[str, Exports | None] = {}
        # What bindings were found to mean. Inside a cycle of imports that depends on where it was
        # entered: each entry into a module begins a memory of its own.
        self._known: list[MutableMapping[Binding, Meaning]] = [WeakKeyDictionary()]
        # What members were found to mean, as far as that does not depend on where a cycle of
        # imports was entered: a member that the search came back to (the outermost is counted
        # from the start of the search) makes what lies between a part of the answer only.
        self._members: dict[tuple[str, str], Meaning] = {}
        self._entered: list[tuple[str, str]] = []
        self._outermost = 0
        self._folders = {
            name.rsplit(".", depth)[0]
            for name in project.modules
            for depth in range(1, name.count(".") + 1)
        }

    def parse(self, path: str) -> Module:
        """Parse a file. Raises SyntaxError, ValueError, RecursionError, OSError as Python does.

        Also ValueError for one that is larger than what anybody writes: its tree takes a hundred
        times as much memory.
        """
        source = self.read(path)
        if len(source) > MAX_SOURCE:
            raise ValueError(f"it is larger than {MAX_SOURCE >> 20} MiB")
        name = self.project.module_names.get(path, "")
        parsed = parse(source, path)
        analysis = analyse(parsed.tree, package_of(path, name))
        module = Module(path, name, source, analysis, parsed.masked)
        if name:
            self._exports[name] = Exports(name, analysis.module.exported())
        return module

    def with_content(self, path: str, content: bytes) -> Resolver:
        """The same project with other bytes in one file."""
        other = copy(self)
        other._exports = dict(self._exports)
        other.read = lambda p: content if p == path else self.read(p)
        other.forget(path)
        return other

    def forget(self, path: str) -> None:
        """The file has changed: what it exports is read again."""
        self._exports.pop(self.project.module_names.get(path, ""), None)
        self._known = [WeakKeyDictionary()]
        self._members = {}

    def is_module(self, name: str) -> bool:
        return name in self.project.modules or name in self._folders

    def exports(self, module: str) -> Exports | None:
        """The top scope of a module of the project; None for others and for what cannot be read."""
        if module not in self._exports:
            path = self.project.modules.get(module)
            self._exports[module] = None
            if path is not None:
                try:
                    self.parse(path)
                except (SyntaxError, ValueError, RecursionError, OSError):
                    return None
                if found := self._exports.get(self.project.module_names.get(path, "")):
                    self._exports[module] = found
        return self._exports[module]

    def member(self, module: str, name: str) -> Meaning:
        """What ``module.name`` means."""
        dotted = f"{module}.{name}"
        if dotted == AUTH_USER or (name == "User" and module in REEXPORTS):
            return frozenset([AUTH_USER])
        path = self.project.modules.get(module)
        if path is None:
            return frozenset([dotted])
        if module not in self._exports and not self._may_export(path, name):
            return frozenset([dotted]) if self.is_module(dotted) else _UNKNOWN
        exports = self.exports(module)
        if exports is None:
            return _UNKNOWN
        meaning = self._entry(exports, name)
        if meaning is None:
            return NOTHING
        if meaning:
            return meaning
        return frozenset([dotted]) if self.is_module(dotted) else _UNKNOWN

    def _entry(self, exports: Exports, name: str) -> Meaning | None:
        """What a name of a module's top scope means; None where that is being asked already."""
        key = (exports.name, name)
        if key in self._members:
            return self._members[key]
        if key in self._entered:
            self._outermost = min(self._outermost, self._entered.index(key))
            return None
        depth, outermost = len(self._entered), self._outermost
        self._outermost = depth
        self._entered.append(key)
        self._known.append({})
        try:
            meaning = self._in_scope(exports.scope, name, exports.name)
        finally:
            self._known.pop()
            self._entered.pop()
            within, self._outermost = self._outermost, min(outermost, self._outermost)
        if within == depth:
            self._members[key] = meaning
        return meaning

    def _may_export(self, path: str, name: str) -> bool:
        try:
            source = self.read(path)
        except OSError:
            return False
        return name.encode() in source or re.search(rb"import\s*\(?\s*\*", source) is not None

    def _in_scope(self, scope: Scope, name: str, module: str) -> Meaning:
        """What a name of a module's top scope means once the module has run."""
        bindings = _final(scope.bindings.get(name, []))
        if bindings:
            return frozenset().union(*(self.bound(b, scope, module) for b in bindings))
        return self._from_stars(scope, name)

    def _from_stars(self, scope: Scope, name: str) -> Meaning:
        """What the last star import that brings a name brings; each module is asked once."""
        waiting, asked = list(scope.stars), set[str]()
        while waiting:
            module = waiting.pop()
            if module in asked:
                continue
            asked.add(module)
            path = self.project.modules.get(module)
            if module in STARS:
                if name in STARS[module]:
                    return self.member(module, name)
            elif path is None or name.startswith("_") or not self._may_export(path, name):
                continue
            elif exports := self.exports(module):
                if name in exports.scope.bindings:
                    return self.member(module, name)
                waiting += exports.scope.stars
        return NOTHING

    def bound(self, binding: Binding, scope: Scope, module: str) -> Meaning:
        """What one binding gives its name; ``module`` is the dotted name of the module it is in."""
        known = self._known[-1]
        meaning = known.get(binding)
        if meaning is None:
            meaning = known[binding] = self._bound(binding, scope, module)
        return meaning

    def _bound(self, binding: Binding, scope: Scope, module: str) -> Meaning:
        if binding.kind == "from":
            return self.member(binding.module, binding.name)
        if binding.kind == "import":
            return frozenset([binding.module])
        if binding.kind == "assign" and binding.value is not None:
            return self.expression(binding.value, scope, binding, module)
        if binding.kind == "class":
            return frozenset([f"{module}.{binding.name}" if module else f".{binding.name}"])
        return _UNKNOWN

    def expression(
        self, node: ast.expr, scope: Scope, before: Binding | None, module: str
    ) -> Meaning:
        """What the value of an assignment means: names, attributes and ``get_user_model()``."""
        if isinstance(node, ast.Name):
            bindings = scope.bindings.get(node.id, [])
            if before is not None:
                earlier = _reaching(bindings, (node.lineno, node.col_offset), before.block)
                bindings = [b for b in earlier if b is not before]
            found = [self.bound(b, scope, module) for b in bindings]
            if found:
                return frozenset().union(*found)
            if scope.parent is not None:
                return self.lookup(node.id, scope.parent, module)
            return self._from_stars(scope, node.id) or _UNKNOWN
        if isinstance(node, ast.Attribute):
            base = self.expression(node.value, scope, before, module)
            return self.attributes(base, node.attr)
        if isinstance(node, ast.Call):
            callee = self.expression(node.func, scope, before, module)
            return frozenset([CUSTOM_USER]) if callee == {GET_USER_MODEL} else _UNKNOWN
        if isinstance(node, ast.IfExp):
            return self.expression(node.body, scope, before, module) | self.expression(
                node.orelse, scope, before, module
            )
        return _UNKNOWN

    def attributes(self, base: Meaning, name: str) -> Meaning:
        """What ``.name`` of a meaning means."""
        found: set[str] = set()
        for dotted in base:
            if dotted == UNKNOWN:
                found.add(UNKNOWN)
            else:
                found |= self.member(dotted, name)
        return frozenset(found)

    def lookup(self, name: str, scope: Scope, module: str) -> Meaning:
        """What a name means to code that runs later, inside ``scope`` (a function, say)."""
        current: Scope | None = scope
        while current is not None:
            if name in current.declared:
                current = current.declared[name]
            visible = current is scope or current.kind != "class"
            if visible and name in current.bindings:
                bindings = _final(current.bindings[name])
                return frozenset().union(*(self.bound(b, current, module) for b in bindings))
            if current.parent is None:
                return self._from_stars(current, name) or _UNKNOWN
            current = current.parent
        return _UNKNOWN

    def name(self, node: ast.Name, module: Module) -> Meaning:
        """What a name means where it is read."""
        scope = module.analysis.scopes[node]
        if node.id in scope.declared:
            return self.lookup(node.id, scope, module.name)
        bindings = scope.bindings.get(node.id)
        if not bindings:
            if scope.parent is None:
                return self._from_stars(scope, node.id) or _UNKNOWN
            if scope.kind in ("comprehension", "type", "class"):
                return self._through(node, scope.parent, module)
            outer = scope.parent
            while outer.kind == "class" and outer.parent is not None:
                outer = outer.parent
            return self.lookup(node.id, outer, module.name)
        if scope.kind == "comprehension":
            return _UNKNOWN
        at = (node.lineno, node.col_offset)
        reaching = _reaching(bindings, at, module.analysis.blocks[node])
        if not reaching and scope.kind == "class" and scope.parent is not None:
            return self._through(node, scope.parent, module)
        chosen = reaching or bindings
        return frozenset().union(*(self.bound(b, scope, module.name) for b in chosen))

    def _through(self, node: ast.Name, scope: Scope, module: Module) -> Meaning:
        """Look on in ``scope``, whose code runs at the same moment as the inner one's."""
        while scope.kind == "class" and scope.parent is not None:
            # A class body does not see the names of a class around it.
            scope = scope.parent
        bindings = scope.bindings.get(node.id)
        if bindings and scope.kind in ("module", "function"):
            reaching = _reaching(bindings, (node.lineno, node.col_offset), None)
            if reaching:
                found = (self.bound(b, scope, module.name) for b in reaching)
                return frozenset().union(*found)
        return self.lookup(node.id, scope, module.name)

    def node(self, node: ast.expr, module: Module) -> Meaning:
        """What an expression of a module means: a name, an attribute or ``get_user_model()``."""
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            meaning = self.name(node, module)
        elif isinstance(node, ast.Call) and self.node(node.func, module) == {GET_USER_MODEL}:
            meaning = frozenset([CUSTOM_USER])
        else:
            return _UNKNOWN
        for attribute in reversed(attributes):
            meaning = self.attributes(meaning, attribute)
        return meaning


def _final(bindings: list[Binding]) -> list[Binding]:
    """The bindings that may hold when the scope has run to its end."""
    kept: list[Binding] = []
    for binding in reversed(bindings):
        kept.append(binding)
        if not binding.block:
            break
    return kept


def _reaching(bindings: list[Binding], at: tuple[int, int], block: Block | None) -> list[Binding]:
    """The bindings that may hold at a place of the same scope; no ``block``: in a class body."""
    kept: list[Binding] = []
    for binding in reversed(bindings):
        if binding.at <= at:
            kept.append(binding)
            if not binding.block or (block is not None and binding.dominates(block)):
                break
    return kept


def _listed(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value
