"""Which of the rules US301 to US306 answers for each import of the auth user."""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.passes.references import in_functions, module_level, typed
from transformer.passes.references.imported import (
    Imported,
    for_type_checker,
    imported,
    is_annotation,
    typed_by_text,
)
from transformer.references.resolve import Meaning


@module_level.rule.at_end
def bind_imports(file: File) -> None:
    for one in imported(file):
        if file.ignored(one.statement, module_level.rule):
            continue
        bind(file, one)


def bind(file: File, one: Imported) -> None:
    """Give the name its new source, in the way that fits where it stands and how it is used."""
    as_type = any(is_annotation(file, use) for use in one.uses) or typed_by_text(file, one.local)
    wanted = one.uses or as_type or needed_outside(file, one) or unused_on_purpose(file, one)
    top = one.statement in file.analysis.tree.body
    if not wanted:
        file.imports.remove(module_level.rule, one.alias)
    elif for_type_checker(file, one.statement):
        typed.point_to_users_app(file, one)
    elif file.options.style == "direct" or (as_type and not top):
        module_level.import_directly(file, one)
    elif as_type:
        typed.bind(file, one)
    elif top and loads_with_models(file) and not needed_outside(file, one):
        functions = in_functions.functions_of(file, one.uses)
        if functions is None or not functions:
            module_level.bind(file, one, in_functions.rule)
        else:
            in_functions.bind(file, one, functions)
    else:
        module_level.bind(file, one)


def loads_with_models(file: File) -> bool:
    return file.module.name in file.across.load_time


def needed_outside(file: File, one: Imported) -> bool:
    """Whether something that is not a name of this file needs the binding to stay."""
    if one.statement not in file.analysis.tree.body:
        return False
    if one.local in _dunder_all(file):
        return True
    return f"{file.module.name}.{one.local}" in file.across.named_in_strings


def unused_on_purpose(file: File, one: Imported) -> bool:
    """Whether a name that the file itself never used was imported for others to find."""
    if any(isinstance(n, ast.Name) and n.id == one.local for n in file.references):
        return False
    packaged = file.path.rpartition("/")[2] == "__init__.py"
    return packaged or "noqa" in file.text.line(one.statement.end_lineno or one.statement.lineno)


def _dunder_all(file: File) -> set[str]:
    names: set[str] = set()
    for node in file.analysis.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    names.add(part.value)
    return names


def plain(meaning: Meaning) -> str | None:
    """The one dotted name of a meaning."""
    return next(iter(meaning)) if len(meaning) == 1 else None
