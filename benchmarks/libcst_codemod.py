"""A LibCST codemod that does a part of the same job: `User` becomes `get_user_model()`.

It is what one writes first, and only reads what it is given: nothing is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from libcst.codemod import CodemodContext, VisitorBasedCodemodCommand
from libcst.codemod.visitors import AddImportsVisitor, RemoveImportsVisitor
from libcst.metadata import QualifiedNameProvider

USER = "django.contrib.auth.models.User"


class UserToModel(VisitorBasedCodemodCommand):
    METADATA_DEPENDENCIES = (QualifiedNameProvider,)

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:  # noqa: N802
        return False

    def leave_Name(  # noqa: N802
        self, original_node: cst.Name, updated_node: cst.Name
    ) -> cst.BaseExpression:
        names = self.get_metadata(QualifiedNameProvider, original_node, set())
        if not m.matches(original_node, m.Name("User")) or USER not in {n.name for n in names}:
            return updated_node
        AddImportsVisitor.add_needed_import(self.context, "django.contrib.auth", "get_user_model")
        RemoveImportsVisitor.remove_unused_import(
            self.context, "django.contrib.auth.models", "User"
        )
        return cst.parse_expression("get_user_model()")


def main() -> None:
    for path in map(Path, sys.argv[1:]):
        try:
            module = cst.parse_module(path.read_bytes())
            UserToModel(CodemodContext(filename=str(path))).transform_module(module)
        except (cst.ParserSyntaxError, UnicodeDecodeError, RecursionError):
            continue


if __name__ == "__main__":
    main()
