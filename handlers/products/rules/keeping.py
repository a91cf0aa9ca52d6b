"""What a product is, and what may be done to it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers.products.rules.cards import CARDS, read
from schemas.errors import Conflict, NotFound, Refused
from schemas.products import Ending, Kind, Said

KIND_OF: Mapping[str, Kind] = {"AX": "mortgage", "KX": "credit", "LX": "term_life"}
"""Which product an application is sent for."""
_MOST_PARTS, _REASON_MAX = 20, 200
_LOAN = ("lender", "arrangement", "amount", "passing_date", "with_guarantee")
_PROPERTY = ("street", "house_number", "house_number_suffix", "postcode", "city")


@dataclass(frozen=True, slots=True)
class Product:
    """`card` and `parts` are what people of the office say; what its application says stands with the application.

    A part is its fields and its `number`. `state` is open, done or withdrawn; `reason` says why it ended.
    `made_by` is empty for one that an application brought.
    """

    dossier_id: str
    id: str
    kind: Kind
    application_id: str
    state: str
    reason: str
    card: dict[str, Any]
    parts: list[dict[str, Any]]
    made_by: str
    made_at: datetime
    ended_by: str
    ended_at: datetime | None


def made(place: tuple[str, str], kind: Kind, card: Said, parts: Iterable[Said], *, by: str, at: datetime) -> Product:
    """A product at `place` (dossier, id).

    Raises `Refused` (`part-missing`) without a part, and (`request-invalid`) for fields as `cards.read`.
    """
    fields = read(CARDS[kind].fields, card, "card.")
    given = list(parts)
    if not given:
        raise Refused("part-missing", path="parts", came=0, expected=">= 1")
    if len(given) > _MOST_PARTS:
        raise Refused("request-invalid", path="parts", came=len(given), expected=f"<= {_MOST_PARTS}")
    kept = [
        {"number": number, **read(CARDS[kind].parts, each, f"parts.{number - 1}.")}
        for number, each in enumerate(given, start=1)
    ]
    return Product(*place, kind, "", "open", "", fields, kept, by, at, "", None)


def brought(place: tuple[str, str], kind: Kind, application_id: str, at: datetime) -> Product:
    """A product that an application is about; the application says everything of it so far."""
    return Product(*place, kind, application_id, "open", "", {}, [], "", at, "", None)


def with_card(product: Product, card: Said) -> Product:
    """Raises `Conflict` (`product-ended`), and `Refused` as `made`.

    What is asked may be left out when its application says it.
    """
    _check_open(product)
    fields = CARDS[product.kind].fields
    asked = [replace(each, is_asked=False) for each in fields] if product.application_id else fields
    return replace(product, card=read(asked, card, "card."))


def with_part(product: Product, number: int, part: Said) -> Product:
    """Number 0 is a new one; raises `Conflict` (`product-ended`), `NotFound`, and `Refused` as `made`."""
    _check_open(product)
    fields = read(CARDS[product.kind].parts, part, "part.")
    if number:
        part_of(product, number)
        kept = [{"number": number, **fields} if each["number"] == number else each for each in product.parts]
        return replace(product, parts=kept)
    if len(product.parts) >= _MOST_PARTS:
        raise Refused("request-invalid", path="parts", came=len(product.parts) + 1, expected=f"<= {_MOST_PARTS}")
    following = max((each["number"] for each in product.parts), default=0) + 1
    return replace(product, parts=[*product.parts, {"number": following, **fields}])


def without_part(product: Product, number: int) -> Product:
    """Raises `Conflict` (`product-ended`; `last-part` for the only one that anybody says), `NotFound`."""
    _check_open(product)
    gone = part_of(product, number)
    left = [each for each in product.parts if each is not gone]
    if not left and not product.application_id:
        raise Conflict("last-part", path="number", came=number)
    return replace(product, parts=left)


def part_of(product: Product, number: int) -> dict[str, Any]:
    """Raises `NotFound`."""
    for each in product.parts:
        if each["number"] == number:
            return each
    known = ", ".join(str(each["number"]) for each in product.parts)
    raise NotFound("not-found", path="number", came=number, expected=known or "-")


def ended(product: Product, ending: Ending, reason: str, *, by: str, at: datetime) -> Product:
    """Raises `Conflict` (`product-ended`), and `Refused` (`request-invalid`) for one withdrawn without a reason."""
    _check_open(product)
    why = _line(reason)
    if ending == "withdrawn" and not why:
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    return replace(product, state=ending, reason=why, ended_by=by, ended_at=at)


def reopened(product: Product, reason: str) -> Product:
    """Open again; an open one stays so. Raises `Refused` (`request-invalid`) without a reason."""
    if product.state == "open":
        return product
    if not _line(reason):
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    return replace(product, state="open", reason="", ended_by="", ended_at=None)


def waiting_for_one(products: Iterable[Product], kind: Kind) -> Product | None:
    """The one open product of this kind that no application is sent for; `None` when there are more, or none."""
    found = [each for each in products if each.kind == kind and each.state == "open" and not each.application_id]
    return found[0] if len(found) == 1 else None


def tied(product: Product, application_id: str) -> Product:
    return replace(product, application_id=application_id)


def flat(product: Product) -> dict[str, Any]:
    """All that people say of it by name: `goal`, `part.1.amount`."""
    named = {
        f"part.{part['number']}.{name}": value
        for part in product.parts
        for name, value in part.items()
        if name != "number"
    }
    return {**product.card, **named}


def said_of(product: Mapping[str, Any] | None, owned: Mapping[str, Any] | None) -> dict[str, Any]:
    """What its application says of a product, by the names of the card: of the loan and of the property under it."""
    loan = {name: (product or {}).get(name) for name in _LOAN}
    house = {name: (owned or {}).get(name) for name in (*_PROPERTY, "market_value", "purchase_price")}
    return {name: value for name, value in (loan | house).items() if value not in {None, ""}}


def _check_open(product: Product) -> None:
    if product.state != "open":
        raise Conflict("product-ended", path="product_id", came=product.state, expected="open")


def _line(reason: str) -> str:
    line = " ".join(reason.split())
    if len(line) > _REASON_MAX:
        raise Refused("request-invalid", path="reason", came=len(line), expected=f"<= {_REASON_MAX}")
    return line
