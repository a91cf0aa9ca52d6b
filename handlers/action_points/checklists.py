"""The stukkenlijsten by the profile of a customer that ship with the hub: what he is asked before there is a lender."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One stuk: its SoortDocument, and what the customer reads."""

    document: str
    subject: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is asked of a customer of this profile."""

    key: str
    nl: str
    en: str
    items: tuple[ChecklistItem, ...]


@cache
def checklists() -> tuple[Checklist, ...]:
    """Every profile, in the order of the form."""
    text = files("handlers.action_points").joinpath("checklists.toml").read_text(encoding="utf-8")
    return tuple(
        Checklist(each["key"], each["nl"], each["en"], tuple(_item(item) for item in each["items"]))
        for each in tomllib.loads(text)["profiles"]
    )


def checklist(key: str) -> Checklist:
    """Raises `NotFound`."""
    for each in checklists():
        if each.key == key:
            return each
    raise NotFound("not-found", path="profile", came=key, expected=", ".join(each.key for each in checklists()))


def _item(said: dict[str, str]) -> ChecklistItem:
    return ChecklistItem(said["document"], said["nl"])
