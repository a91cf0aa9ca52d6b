"""Relations from a sheet: which column is which field, and what became, or would become, of each row.

A row that cannot be changes nothing and stops no other. The same row again opens no second dossier.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import ValidationError

from handlers.dossiers.views import check_opening, number_of, visible
from handlers.products.views import check_product, kinds
from hub.ids import derived_id
from portal_api.keeping import alike, open_new
from portal_api.routes.products import make, product_id_of, products_in
from portal_api.shapes.keeping import PartyRequest, facts_of
from portal_api.sheets import Sheet
from portal_api.who import Asking
from schemas.errors import Refused
from schemas.products import Kind, Said

PERSON = (
    *("birth_name", "birth_prefix", "initials", "first_names", "birth_date", "gender", "email", "phone"),
    *("street", "house_number", "house_number_suffix", "postcode", "city"),
)
PRODUCT = ("product_kind", "goal", "lender", "amount", "repayment", "term_months", "rate_pct")
FIELDS = ("source_id", *PERSON, "lead_source", *PRODUCT)
"""What a column can be; `source_id` is the row's own number where it comes from."""
State = Literal["new", "there", "alike", "refused"]
"""new: it is, or would be, a dossier of its own. there: an earlier import opened it.
alike: somebody may be there already. refused: it cannot be, and why."""
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "source_id": ("relatienummer", "klantnummer", "nummer", "id"),
    "birth_name": ("achternaam", "naam", "geboortenaam", "surname", "lastname"),
    "birth_prefix": ("tussenvoegsel", "voorvoegsel", "prefix"),
    "initials": ("voorletters", "initialen"),
    "first_names": ("voornamen", "voornaam", "firstname"),
    "birth_date": ("geboortedatum", "geboren", "dateofbirth"),
    "gender": ("geslacht",),
    "email": ("emailadres", "mail", "emailaddress"),
    "phone": ("telefoon", "telefoonnummer", "mobiel", "mobile"),
    "street": ("straat", "straatnaam"),
    "house_number": ("huisnummer", "huisnr"),
    "house_number_suffix": ("toevoeging", "huisnummertoevoeging"),
    "postcode": ("postalcode", "zip"),
    "city": ("plaats", "woonplaats"),
    "lead_source": ("bron", "herkomst"),
    "product_kind": ("product", "soortproduct"),
    "goal": ("doel",),
    "lender": ("geldverstrekker", "maatschappij"),
    "amount": ("bedrag", "hoofdsom"),
    "repayment": ("aflosvorm",),
    "term_months": ("looptijd",),
    "rate_pct": ("rente",),
}
_DUTCH_DAY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_NOT_A_SIGN = re.compile(r"[^a-z]")


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row of the sheet; `said` is why not, in Dutch and English, and `dossier_id` where it is."""

    number: int
    name: str
    state: State
    dossier_id: str = ""
    dossier_number: str = ""
    nl: str = ""
    en: str = ""


def guessed(columns: Sequence[str]) -> dict[str, int]:
    """Field → column, by the names that such columns have."""
    plain = [_NOT_A_SIGN.sub("", name.casefold()) for name in columns]
    found = {}
    for field in FIELDS:
        words = (_NOT_A_SIGN.sub("", field), *_KNOWN[field])
        place = next((plain.index(word) for word in words if word in plain), None)
        if place is not None:
            found[field] = place
    return found


def mapped(sheet: Sheet, mapping: Mapping[str, int]) -> list[dict[str, str]]:
    """Each row by its fields; raises `Refused` (`request-invalid`) for a column that is not there."""
    for field, place in mapping.items():
        if field not in FIELDS or not 0 <= place < len(sheet.columns):
            raise Refused("request-invalid", path=field, came=place, expected=f"0–{len(sheet.columns) - 1}")
    return [{field: row[place] for field, place in mapping.items() if row[place]} for row in sheet.rows]


def imported(
    asking: Asking, rows: Sequence[Mapping[str, str]], numbers: Sequence[int], *, keep: bool, confirmed: bool
) -> tuple[RowOutcome, ...]:
    """What became of each row, or without `keep` what would; `confirmed` opens also those who may be there already."""
    return tuple(
        _one(asking, row, number, keep=keep, confirmed=confirmed) for row, number in zip(rows, numbers, strict=True)
    )


def _one(asking: Asking, row: Mapping[str, str], number: int, *, keep: bool, confirmed: bool) -> RowOutcome:
    name = " ".join(row.get(each, "") for each in ("initials", "birth_prefix", "birth_name")).strip()
    try:
        return _tried(asking, row, number, name, keep=keep, confirmed=confirmed)
    except Refused as refused:
        told = _of_the_column(refused)
        return RowOutcome(number, name, "refused", nl=told.nl, en=told.en)


def _tried(
    asking: Asking, row: Mapping[str, str], number: int, name: str, *, keep: bool, confirmed: bool
) -> RowOutcome:
    party, product = _party(row), _product(row)
    key = derived_id("import", asking.viewer.office_id or "", *_identity(row))
    there = _there(asking, derived_id("dossier", asking.viewer.actor, key))
    if there:
        _with_product(asking, there, key, product if keep else None)
        return RowOutcome(number, name, "there", there)
    facts = (facts_of(party),)
    check_opening(facts, asking.counter.runtime.clock.business_date())
    found = () if confirmed else alike(asking, facts)
    if found:
        return RowOutcome(number, name, "alike", found[0].id, found[0].number)
    if not keep:
        return RowOutcome(number, name, "new")
    source = row.get("lead_source", "")
    outcome, dossier_id, _ = open_new(asking, key, facts, lead_source=source, adviser=None, confirmed=True)
    _with_product(asking, dossier_id, key, product)
    return RowOutcome(number, name, "new", dossier_id, number_of(dossier_id, outcome.at))


def _with_product(asking: Asking, dossier_id: str, key: str, product: tuple[Kind, Said, Said] | None) -> None:
    """The product of the row, once: also when an import was cut off between the dossier and its product."""
    if product is None or any(each.id == product_id_of(asking, f"{key}-p") for each in products_in(asking, dossier_id)):
        return
    kind, card, part = product
    make(asking, dossier_id, f"{key}-p", kind, card, (part,))


def _of_the_column(refused: Refused) -> Refused:
    """The refusal with the name of the field alone: a row has one person and one product."""
    if refused.slug != "request-invalid":
        return refused
    field = (refused.path or "").rpartition(".")[2]
    return Refused("request-invalid", path=field, came=refused.came, expected=refused.expected)


def _party(row: Mapping[str, str]) -> PartyRequest:
    """Raises `Refused` (`request-invalid`) for the first field that cannot be."""
    given = {field: row[field] for field in PERSON if field in row}
    if "birth_date" in given:
        given["birth_date"] = _day(given["birth_date"])
    if "gender" in given:
        given["gender"] = {"m": "M", "man": "M", "v": "V", "vrouw": "V"}.get(given["gender"].casefold(), "?")
    try:
        return PartyRequest.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused(
            "request-invalid", path=str(first["loc"][0]), came=str(first.get("input", ""))[:80], expected=first["msg"]
        ) from None


def _product(row: Mapping[str, str]) -> tuple[Kind, Said, Said] | None:
    """The product of the row, checked; `None` for a row without. Raises `Refused`."""
    if not row.get("product_kind"):
        return None
    kind = next((each for each in kinds() if each == row["product_kind"].strip().casefold()), None)
    if kind is None:
        raise Refused("request-invalid", path="product_kind", came=row["product_kind"], expected=", ".join(kinds()))
    return kind, *check_product(kind, {name: row[name] for name in PRODUCT[1:] if row.get(name)})


def _day(given: str) -> str:
    dutch = _DUTCH_DAY.match(given.strip())
    text = f"{dutch[3]}-{int(dutch[2]):02}-{int(dutch[1]):02}" if dutch else given.strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        expected = "een datum als 14-03-1988 / a date"
        raise Refused("request-invalid", path="birth_date", came=given, expected=expected) from None


def _identity(row: Mapping[str, str]) -> tuple[str, ...]:
    """What makes a row the same row in the next file: its own number, else who it is."""
    if row.get("source_id"):
        return ("number", row["source_id"].strip().casefold())
    return (
        "person",
        *(row.get(each, "").strip().casefold() for each in ("birth_name", "birth_date", "email", "phone")),
    )


def _there(asking: Asking, dossier_id: str) -> str:
    with asking.reading() as connection:
        return dossier_id if visible(asking.viewer, connection, dossier_id) else ""
