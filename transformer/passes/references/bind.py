"""Which of the rules US301 to US306 answers for each import of the auth user."""

from __future__ import annotations

import ast

from transformer.codemod.file import File
from transformer.codemod.imports.layout import absolute
from transformer.codemod.rules import Rule
from transformer.findings import Level
from transformer.passes.references import (
    in_functions,
    module_level,
    reexported,
    starred,
    through_module,
    typed,
)
from transformer.passes.references.imported import (
    Imported,
    for_type_checker,
    imported,
    is_annotation,
    outermost_function,
    typed_by_text,
)

EVALUATING = {"eval", "exec", "globals", "locals", "vars"}


@module_level.rule.on(File)
def bind_imports(file: File) -> None:
    through_module.replace(file)
    for one in imported(file):
        if file.ignored(one.statement, module_level.rule):
            continue
        if is_fallback(file, one):
            file.report(
                module_level.rule,
                one.statement,
                "This imports the auth user where Django has no `get_user_model`, as before 1.5.",
                "Remove this branch: no Django that the project can run on takes it.",
                Level.NOTE,
            )
            continue
        bind(file, one)


def bind(file: File, one: Imported) -> None:
    """Give the name its new source, in the way that fits where it stands and how it is used."""
    as_type = any(is_annotation(file, use) for use in one.uses) or typed_by_text(file, one)
    held = is_held_for_others(file, one)
    wanted = one.uses or as_type or held or read_unseen(file, one)
    top = file.parent(one.statement) is file.analysis.tree
    rule = rule_for(file, one)
    if wanted and keeps_at_its_source(file, one) and not as_type:
        return
    if not wanted or overwritten(one):
        file.imports.drop(rule, one.alias)
    elif for_type_checker(file, one.statement):
        typed.point_to_users_app(file, one)
    elif file.options.style == "direct" or (as_type and not top):
        if not file.options.prepare:
            module_level.import_directly(file, one, rule)
    elif as_type:
        typed.bind(file, one)
    elif top and loads_with_models(file) and not held and not read_unseen(file, one):
        functions = in_functions.functions_of(file, one.uses)
        if functions is None or not functions:
            module_level.bind(file, one, in_functions.rule)
        else:
            in_functions.bind(file, one, functions)
    else:
        module_level.bind(file, one, rule)


def is_fallback(file: File, one: Imported) -> bool:
    """Whether the import stands below ``except ImportError`` of one of ``get_user_model``."""
    handler = file.parent(one.statement)
    attempt = file.parent(handler) if isinstance(handler, ast.ExceptHandler) else None
    return isinstance(attempt, ast.Try) and any(
        isinstance(statement, ast.ImportFrom)
        and any(alias.name == "get_user_model" for alias in statement.names)
        for statement in attempt.body
    )


def rule_for(file: File, one: Imported) -> Rule:
    """The rule that speaks of where the name came from."""
    if one.alias is None:
        return starred.rule
    assert isinstance(one.statement, ast.ImportFrom)
    if file.resolver.is_module(absolute(file.module, one.statement)):
        return reexported.rule
    return module_level.rule


def overwritten(one: Imported) -> bool:
    """Whether the scope gives the name another value further down, and nothing reads this one."""
    if one.uses or one.binding is None:
        return False
    return any(b.at > one.binding.at and not b.block for b in one.scope.bindings[one.local])


def loads_with_models(file: File) -> bool:
    return file.module.name in file.index.load_time


def is_held_for_others(file: File, one: Imported) -> bool:
    """Whether the module itself has to hold the name, for others that take it from there."""
    at_the_top = file.parent(one.statement) is file.analysis.tree
    return at_the_top and file.index.keeps(file.module.name, one.local)


def keeps_at_its_source(file: File, one: Imported) -> bool:
    """Whether the name comes from a module of the project that goes on holding it."""
    if one.binding is not None:
        return file.index.keeps(one.binding.module, one.binding.name)
    assert isinstance(one.statement, ast.ImportFrom)
    return file.index.keeps(absolute(file.module, one.statement), one.local)


def read_unseen(file: File, one: Imported) -> bool:
    """Whether code that is not seen reads it: ``eval``, ``global``, an f-string too new to read.

    Or ``self.User``: an import in a class body is an attribute of the class.
    """
    if one.scope.kind == "class":
        return True
    name = one.local.encode()
    source = file.module.source
    if any(name in source[start:end] for start, end in file.module.masked):
        return True
    if one.scope.kind == "module" and outermost_function(file, one.statement) is not None:
        return True
    return not EVALUATING.isdisjoint(file.module.read)
