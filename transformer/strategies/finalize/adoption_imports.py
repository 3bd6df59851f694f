"""Which code imports the module ``adoption`` of the users app.

``inside`` says that the code stands in the app itself, whose relative imports may mean it.
"""

from __future__ import annotations

import ast


def file_imports(source: bytes, module: str, *, inside: bool) -> bool:
    """Whether a file imports the adoption anywhere; False for what Python cannot read."""
    if b"adoption" not in source:
        return False
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return False
    return any(imports(node, module, inside=inside) for node in nodes)


def imports(node: ast.AST, module: str, *, inside: bool) -> bool:
    """Whether a statement imports the adoption, or something out of it."""
    match node:
        case ast.Import(names=names):
            return any(alias.name == f"{module}.adoption" for alias in names)
        case ast.ImportFrom(module=name, names=names, level=level):
            if level and not inside:
                return False
            if name == ("adoption" if level else f"{module}.adoption"):
                return True
            whole = name is None if level else name == module
            return whole and any(alias.name == "adoption" for alias in names)
    return False
