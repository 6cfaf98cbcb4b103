"""Every SQL constant of the project, with the room it belongs to."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import cast

import msgspec

import etalase
from etalase.base.db import Statement


class Found(msgspec.Struct, frozen=True):
    """A statement, the module that holds it and its room."""

    module: str
    name: str
    room: str
    statement: Statement


def modules() -> list[str]:
    """Every module of the package."""
    walked = pkgutil.walk_packages(etalase.__path__, "etalase.")
    return [module.name for module in walked if not module.name.endswith("__main__")]


def statements() -> list[Found]:
    """Every constant made by rows, value or write, once, where it was made."""
    found: dict[int, Found] = {}
    for module_name in modules():
        module = importlib.import_module(module_name)
        room = module_name.split(".")[1]
        for name, member in vars(module).items():
            for key, statement in _inside(name, member):
                home = Found(module_name, key, room, statement)
                known = found.get(id(statement))
                if known is None or len(module_name) > len(known.module):
                    found[id(statement)] = home
    return list(found.values())


def _inside(name: str, member: object) -> Iterator[tuple[str, Statement]]:
    if isinstance(member, Statement):
        yield name, member
    elif isinstance(member, Mapping):
        for key, each in cast(Mapping[object, object], member).items():
            if isinstance(each, Statement):
                yield f"{name}[{key!r}]", each
