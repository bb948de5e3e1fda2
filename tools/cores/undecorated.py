"""Rewrites decorated functions so that they can be mutated, in a copy of the code.

The mutation tester leaves decorated functions alone. `@property def f` becomes `def f` followed by
`f = property(f)`, which is what Python makes of it; so do functions whose answers are kept.
"""

import ast
from typing import TypeGuard

WRITTEN_OUT = {"property", "cache", "cached_property"}


def undecorated(source: str) -> str:
    """The same module with the decorators in `WRITTEN_OUT` applied by assignments."""
    lines = source.splitlines()
    found = [node for node in ast.walk(ast.parse(source)) if _written_out(node)]
    for node in sorted(found, key=lambda one: one.lineno, reverse=True):
        decorator = node.decorator_list[0]
        indent = " " * node.col_offset
        end = node.end_lineno or node.lineno
        lines.insert(end, f"{indent}{node.name} = {ast.unparse(decorator)}({node.name})")
        lines[decorator.lineno - 1] = ""
    return "\n".join(lines) + "\n"


def _written_out(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    if not isinstance(node, ast.FunctionDef) or len(node.decorator_list) != 1:
        return False
    decorator = node.decorator_list[0]
    return isinstance(decorator, ast.Name) and decorator.id in WRITTEN_OUT
