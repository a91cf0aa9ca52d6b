"""Products: a mortgage, service, credit or insurance that an office keeps in a dossier, with its parts (rechterdelen).

What a message says of a product stays with its application; what people of the office say of it is kept here.
"""

from typing import Literal

from schemas.commands import Command, Event

Kind = Literal[
    "service",
    "mortgage",
    "credit",
    "existing_credit",
    "term_life",
    "disability",
    "damage",
    "bank_guarantee",
    "valuation",
]
Ending = Literal["done", "withdrawn"]
"""done: it ran its course. withdrawn: it will not come."""
Said = dict[str, str]
"""Fields by name as they were typed; an empty one is not known."""


class AddProduct(Command):
    """A product with its card and at least one part."""

    dossier_id: str
    product_id: str
    kind: Kind
    card: Said
    parts: tuple[Said, ...]


class KeepProduct(Command):
    """What its card says from here on; what is left out is known no more."""

    dossier_id: str
    product_id: str
    card: Said


class KeepPart(Command):
    """A part says this from here on; number 0 is a new one."""

    dossier_id: str
    product_id: str
    number: int = 0
    part: Said


class DropPart(Command):
    dossier_id: str
    product_id: str
    number: int


class EndProduct(Command):
    """It is over, with a reason when it will not come."""

    dossier_id: str
    product_id: str
    ending: Ending
    reason: str = ""


class ReopenProduct(Command):
    dossier_id: str
    product_id: str
    reason: str


class TieProduct(Command):
    """The application that is sent for this product; without one it has none any more."""

    dossier_id: str
    product_id: str
    application_id: str = ""


class ProductMade(Event):
    """A product is in the dossier: by a person, or (with `application_id`) because an application came."""

    dossier_id: str
    product_id: str
    kind: Kind
    application_id: str = ""


class ProductTied(Event):
    """Another application, or none, is sent for the product from here on."""

    dossier_id: str
    product_id: str
    application_id: str


class ProductEnded(Event):
    """The product is over (`ending`), or open again (empty)."""

    dossier_id: str
    product_id: str
    ending: Literal["", "done", "withdrawn"]


class ProductDropped(Event):
    """The product left the dossier with the application that brought it."""

    dossier_id: str
    product_id: str
