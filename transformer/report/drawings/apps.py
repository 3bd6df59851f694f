"""Which apps refer to the user, and by what."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from transformer.codemod.file import argument
from transformer.codemod.literals import last_name
from transformer.formats.python.syntax import parse
from transformer.pipeline import Migration
from transformer.project import Project
from transformer.report.drawings.boxes import Box, Drawing, Panel, panel
from transformer.tree import Tree

_MAX_APPS = 16
_MAX_RELATIONS = 3
# The pass that made an edit -> where the place is.
_WHERE = {
    "references": "in code",
    "admin": "in the admin",
    "migrations": "in migrations",
    "templates": "in templates",
    "fixtures": "in fixtures",
    "texts": "in other files",
}
_OUTSIDE = "outside the apps"
_SETTING, _FUNCTION = "AUTH_USER_MODEL", "get_user_model"


@dataclass
class Uses:
    """How one app refers to the user.

    ``relations`` are names such as ``Post.author``. ``places`` counts what names ``auth.User``
    before, by where it stands; the other two what goes by the setting, before and after.
    """

    relations: dict[str, None] = field(default_factory=dict)
    places: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)

    @property
    def weight(self) -> int:
        return self.places.total() + self.after.total()


def drawing(migration: Migration, before: Tree) -> Drawing | None:
    """The apps on the left, the user on the right; None where nothing refers to it."""
    uses = _uses(migration, before)
    if not uses:
        return None
    # Those that refer to it most are shown, in the order of their names.
    most = sorted(uses, key=lambda label: (-uses[label].weight, label))[:_MAX_APPS]
    labels = sorted(most, key=lambda label: (label == _OUTSIDE, label))
    old, new = ({label: says(uses[label]) for label in labels} for says in (_before, _after))
    rows = {label: max(len(old[label]), len(new[label])) for label in labels}
    panels = (
        _panel("Before", "auth.User", old, rows),
        _panel("After", migration.options.user_model, new, rows),
    )
    more = len(uses) - len(labels)
    left_out = f"{more} more apps refer to it less often, and are not shown." if more else ""
    return Drawing("apps", "Who refers to the user", panels, left_out)


def _panel(
    name: str, user: str, apps: Mapping[str, tuple[str, ...]], rows: Mapping[str, int]
) -> Panel:
    """One state; ``rows`` keeps an app at the same height in both."""
    boxes = [
        Box(label, lines + ("",) * (rows[label] - len(lines))) for label, lines in apps.items()
    ]
    arrows = {(number, 0): False for number in range(len(boxes))}
    said = "; ".join(f"{label}: {', '.join(lines)}" for label, lines in apps.items())
    return panel(name, boxes, [Box(user)], arrows, f"{user} is referred to by {said}.")


def _before(uses: Uses) -> tuple[str, ...]:
    places = [f"{uses.places[where]} {where}" for where in _WHERE.values() if uses.places[where]]
    return (*_relations(uses), *places, *_setting(uses.before))


def _after(uses: Uses) -> tuple[str, ...]:
    return (*_relations(uses), *_setting(uses.after))


def _relations(uses: Uses) -> Iterator[str]:
    names = list(uses.relations)
    yield from names[:_MAX_RELATIONS]
    if more := len(names[_MAX_RELATIONS:]):
        yield f"and {more} more relation{'s' if more > 1 else ''}"


def _setting(counted: Mapping[str, int]) -> Iterator[str]:
    for name, count in counted.items():
        if count:
            yield f"{count} by {name}"


def _uses(migration: Migration, before: Tree) -> dict[str, Uses]:
    """The label of each app that refers to the user -> how; what stands in none has a name too."""
    project, options = migration.project, migration.options
    found: dict[str, Uses] = defaultdict(Uses)
    own = f"{options.app_path}/"
    places = {
        (edit.path, edit.line, layer.name)
        for layer in migration.tree.layers
        for edit in layer.edits
        if layer.name in _WHERE and not edit.path.startswith(own)
    }
    labels = _Labels(project)
    for path, _, name in sorted(places):
        found[labels.of(path)].places[_WHERE[name]] += 1
    # A label that was written anew is no import: it is one place before, and one after.
    for path, _, name in sorted(places):
        if name in ("templates", "fixtures", "texts"):
            found[labels.of(path)].after[options.user_model] += 1
    for tree, is_after in ((before, False), (migration.tree, True)):
        for path in tree:
            if not path.endswith(".py") or path.startswith(own):
                continue
            module = _module(tree, path)
            if module is None:
                continue
            uses = found[labels.of(path)]
            counted = uses.after if is_after else uses.before
            counted.update(_by_setting(module))
            if is_after:
                uses.relations.update(dict.fromkeys(_relations_in(module)))
    return {label: uses for label, uses in found.items() if uses.weight or uses.relations}


class _Labels:
    """The label of the app that a file belongs to, by the folder nearest to it."""

    def __init__(self, project: Project) -> None:
        self._by_path = {app.path: app.label for app in project.apps}

    def of(self, path: str) -> str:
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder and folder in self._by_path:
                return self._by_path[folder]
        return _OUTSIDE


def _module(tree: Tree, path: str) -> ast.Module | None:
    """What is parsed of a file that names the user by the setting; None for every other one."""
    try:
        source = tree.read(path)
        if not any(word.encode() in source for word in (_SETTING, _FUNCTION)):
            return None
        return parse(source).tree
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _by_setting(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr == _SETTING:
            yield _SETTING
        elif isinstance(node, ast.Call) and last_name(node.func) == _FUNCTION:
            yield f"{_FUNCTION}()"


def _relations_in(module: ast.Module) -> Iterator[str]:
    """``Post.author`` for each field of a class whose model is the user."""
    for node in ast.walk(module):
        if not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call)
                ):
                    if last_name(argument(call, 0, "to")) in (_SETTING, _FUNCTION):
                        yield f"{node.name}.{name}"
