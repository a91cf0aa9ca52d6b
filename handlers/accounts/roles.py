"""Roles as data: `roles.toml` is the one table of rights, read here and nowhere else. Pure but for that file.

A later capability adds its rights and roles there; the counter asks for a right by its name.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

from schemas.errors import Refused
from schemas.values import Value

Belongs = Literal["hub", "office", "sub-agent", "customer", "lender"]
Sees = Literal["all", "office", "own-if-set", "part", "node"]
_WHERE = {"all": {"hub"}, "node": {"lender"}, "part": {"sub-agent", "customer", "office"}}
"""Whose people can see that far; everything else is for the people of an office."""


class Right(Value):
    """One thing that somebody may do, in Dutch and English; `machine`: a machine may have it."""

    nl: str
    en: str
    machine: bool = False


class Role(Value):
    """A set of rights, whose people have it, and how far they see."""

    nl: str
    en: str
    of: Belongs
    sees: Sees
    rights: frozenset[str]
    ends: bool = False
    second: Literal["required", "optional"] = "required"


class Table(Value):
    """All rights and all roles; `mistakes` says what does not fit together."""

    rights: dict[str, Right]
    roles: dict[str, Role]

    def mistakes(self) -> list[str]:
        """A sentence per mistake; empty when the table holds together."""
        found = []
        for name, role in self.roles.items():
            found += [f"{name}: {right} is no right" for right in sorted(role.rights - self.rights.keys())]
            if role.of not in _WHERE.get(role.sees, {"office"}):
                found.append(f"{name}: people of {role.of} cannot see {role.sees}")
        held = {right for role in self.roles.values() for right in role.rights}
        found += [f"{right}: nobody has it" for right in sorted(self.rights.keys() - held)]
        return found


@cache
def table() -> Table:
    """The table as shipped; raises `ValueError` with every mistake when it does not hold together."""
    made = Table.model_validate(tomllib.loads(files("handlers.accounts").joinpath("roles.toml").read_text("utf-8")))
    if made.mistakes():
        raise ValueError("; ".join(made.mistakes()))
    return made


def role_of(name: str) -> Role:
    """A role by its name; raises `Refused` (`request-invalid`)."""
    known = table().roles
    if name not in known:
        raise Refused("request-invalid", path="role", came=name, expected=", ".join(known))
    return known[name]


def machine_rights() -> tuple[str, ...]:
    """What a machine may be given, in the order of the table."""
    return tuple(name for name, right in table().rights.items() if right.machine)


def check_machine_rights(asked: Iterable[str]) -> list[str]:
    """Known rights of machines, sorted; raises `Refused` (`request-invalid`)."""
    wanted = set(asked)
    unknown = sorted(wanted - set(machine_rights()))
    if unknown:
        raise Refused("request-invalid", path="scopes", came=", ".join(unknown), expected=", ".join(machine_rights()))
    return sorted(wanted)
