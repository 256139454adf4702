"""The plan the guards read: which rooms there are, on which floor, and the source in them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "habitue"


@cache
def floors() -> dict[str, int]:
    """Room -> floor, the cellar 0; from the layers import-linter holds. Fronts stand on ui."""
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = {c["containers"][0]: c["layers"] for c in contracts["contracts"] if "layers" in c}
    house, fronts = layers["habitue"], layers["habitue.fronts"]
    stairs: list[list[str]] = []
    for layer in reversed(house):
        if layer == "fronts":
            stairs += [[f"fronts.{room}" for room in _rooms(row)] for row in reversed(fronts)]
        else:
            stairs.append(_rooms(layer))
    return {room: floor for floor, rooms in enumerate(stairs) for room in rooms}


def _rooms(layer: str) -> list[str]:
    return [room.strip() for room in layer.split("|")]


def room_of(module: str) -> str:
    """`habitue.prepaid.actions` -> prepaid; `habitue.fronts.till.views` -> fronts.till."""
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if parts[:1] == ["fronts"] else (parts or [""])[0]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)


@cache
def modules() -> dict[Path, ast.Module]:
    """Every Python module of ours but migrations, parsed."""
    return {
        path: ast.parse(path.read_text())
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def files(*suffixes: str) -> Iterator[Path]:
    return (path for path in sorted(SOURCE.rglob("*")) if path.suffix in suffixes)


def shown(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain, calls and indexes left out; empty where it has no name."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            before = dotted(value)
            return f"{before}.{attr}" if before else ""
        case ast.Call(func=inner):
            return dotted(inner)
        case ast.Subscript(value=inner):
            return dotted(inner)
        case _:
            return ""
