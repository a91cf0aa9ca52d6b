"""The form of a service agreement: its fields as a browser sends them, and the terms that they are."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints, ValidationError

from handlers.service_agreements.views import AgreementView
from schemas.errors import Finding, Refused
from schemas.service_agreements import AgreementTerms

MOST_LINES = 6
"""Services that the form asks; an operation of the API takes more."""
_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
_Text = Annotated[str, StringConstraints(max_length=6000, pattern=r"^[^\x00]*$")]
_Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


class AgreementForm(BaseModel):
    """Per service (`l0_` …) its kind, name and fee; amounts as people type them: 2.750,00 or 2750."""

    key: _Key = ""
    seen: _Key = ""
    product_id: _Key = ""
    l0_kind: _Field = "main"
    l0_name: _Field = ""
    l0_fee: _Field = ""
    l1_kind: _Field = "sub"
    l1_name: _Field = ""
    l1_fee: _Field = ""
    l2_kind: _Field = "additional"
    l2_name: _Field = ""
    l2_fee: _Field = ""
    l3_kind: _Field = "additional"
    l3_name: _Field = ""
    l3_fee: _Field = ""
    l4_kind: _Field = "additional"
    l4_name: _Field = ""
    l4_fee: _Field = ""
    l5_kind: _Field = "additional"
    l5_name: _Field = ""
    l5_fee: _Field = ""
    scope: _Field = ""
    with_insurance: _Field = ""
    payment_kind: _Field = "notary"
    instalments: _Field = ""
    due: _Field = "deed"
    discount: _Field = ""
    break_off_fee: _Field = ""
    aftercare: _Text = ""
    aftercare_fee: _Field = ""
    aftercare_per: _Field = "month"
    third_party_costs: _Text = ""
    card_version: _Field = ""
    card_handed_over: _Field = ""
    card_fee: _Field = ""
    ends_on: _Field = ""
    remarks: _Text = ""
    customer_remarks: _Text = ""
    language: _Field = "nl"


def terms_of(form: AgreementForm) -> AgreementTerms:
    """What the form says; raises `Refused` (`request-invalid`) with every field that cannot be."""
    typed = {name: value.strip() for name, value in form.model_dump().items()}
    found: list[Finding] = []
    said = _said(typed, found)
    try:
        terms = AgreementTerms.model_validate(said)
    except ValidationError as error:
        found += [_mistake(".".join(map(str, each["loc"])), each["input"], str(each["msg"])) for each in error.errors()]
    if found:
        first = found[0]
        refused = Refused("request-invalid", path=first.path, came=first.came, expected=first.expected)
        refused.findings = tuple(found)
        raise refused
    return terms


def typed_of(found: AgreementView) -> dict[str, str]:
    """The form as it begins for a draft that is there."""
    terms = found.terms
    lines = {
        f"l{at}_{name}": shown
        for at, each in enumerate(terms.lines[:MOST_LINES])
        for name, shown in (("kind", each.kind), ("name", each.name), ("fee", _shown(each.fee)))
    }
    simple = {name: _shown(getattr(terms, name)) for name in _SIMPLE}
    card = {"card_version": terms.card.version, "card_fee": _shown(terms.card.fee)}
    days = {"card_handed_over": _shown(terms.card.handed_over), "ends_on": _shown(terms.ends_on)}
    own = {"seen": str(found.version), "product_id": found.product_id}
    more = {"with_insurance": "yes" if terms.with_insurance else "", "instalments": str(terms.instalments)}
    return AgreementForm(**own).model_dump() | lines | simple | card | days | own | more


_SIMPLE = (
    *("scope", "payment_kind", "due", "discount", "break_off_fee", "aftercare", "aftercare_fee", "aftercare_per"),
    *("third_party_costs", "remarks", "customer_remarks", "language"),
)


def _said(typed: dict[str, str], found: list[Finding]) -> dict[str, Any]:
    number = typed["instalments"] or "1"
    return {
        "lines": [line for at in range(MOST_LINES) if (line := _line(typed, at, found))],
        "scope": typed["scope"] or None,
        "with_insurance": typed["with_insurance"] == "yes",
        "payment_kind": typed["payment_kind"] or None,
        "instalments": number if typed["payment_kind"] == "instalments" else 1,
        "due": typed["due"] or None,
        "discount": _amount("terms.discount", typed["discount"], found) or Decimal(0),
        "break_off_fee": _amount("terms.break_off_fee", typed["break_off_fee"], found),
        "aftercare": typed["aftercare"],
        "aftercare_fee": _amount("terms.aftercare_fee", typed["aftercare_fee"], found),
        "aftercare_per": typed["aftercare_per"],
        "third_party_costs": typed["third_party_costs"],
        "card": {
            "version": typed["card_version"],
            "handed_over": _day("terms.card.handed_over", typed["card_handed_over"], found),
            "fee": _amount("terms.card.fee", typed["card_fee"], found),
        },
        "ends_on": _day("terms.ends_on", typed["ends_on"], found),
        "remarks": typed["remarks"],
        "customer_remarks": typed["customer_remarks"],
        "language": typed["language"],
    }


def _line(typed: dict[str, str], at: int, found: list[Finding]) -> dict[str, Any] | None:
    """A row of the form; `None` when nothing was filled in."""
    name, fee = typed[f"l{at}_name"], typed[f"l{at}_fee"]
    if not (name or fee):
        return None
    return {"kind": typed[f"l{at}_kind"], "name": name, "fee": _amount(f"terms.lines.{at}.fee", fee, found)}


def _amount(path: str, typed: str, found: list[Finding]) -> Decimal | None:
    """Euros as people type them; `None` for nothing."""
    text = typed.replace("€", "").replace("\N{NO-BREAK SPACE}", "").replace(" ", "").removesuffix(",-")
    if not text:
        return None
    if "," in text or _THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    try:
        made = Decimal(text)
    except InvalidOperation:
        made = Decimal("NaN")
    if not made.is_finite():
        found.append(_mistake(path, typed, "een bedrag als 2.750,00 / an amount like 2.750,00"))
        return None
    return made


def _day(path: str, typed: str, found: list[Finding]) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        found.append(_mistake(path, typed, "een datum als 2026-11-27 / a date like 2026-11-27"))
        return None


def _mistake(path: str, came: object, expected: str) -> Finding:
    told = Refused("request-invalid", path=path, came=came, expected=expected)
    return Finding("request-invalid", path, told.came, told.expected, told.nl, told.en)


def _shown(value: object) -> str:
    """As the form shows it; an amount with a comma."""
    if value is None or (value == Decimal(0) and isinstance(value, Decimal)):
        return "" if value is None else "0"
    return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
