"""Prints the hub's own papers with typst: PDF/A-2b, tagged (PDF/UA-1), the same bytes from the same facts.

A person's text goes in as data and is never read as markup; fonts are those inside typst, so that every machine prints
alike. It takes some tens of milliseconds and happens before a command is given, never under its lock.
"""

import io
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import pikepdf
import typst
from babel.dates import format_date
from babel.numbers import format_currency

from schemas.service_agreements import AgreementPaper, AgreementTerms, PaperOffice, PaperParty

OWN_COLOUR = "#1f5c3a"
"""Of an office that chose none; 7.8 to 1 on white."""
_FOLDER = files("adapters.papers.printed")

Words = Mapping[str, Any]
Euros = Callable[[Decimal | None], str]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and how many pages it has."""

    body: bytes
    pages: int


def print_agreement(paper: AgreementPaper, logo: bytes) -> Printed:
    """The PDF of a service agreement; `logo` is a PNG, empty for none."""
    moment = datetime(paper.day.year, paper.day.month, paper.day.day, tzinfo=UTC)
    made = typst.compile(
        _FOLDER.joinpath("service_agreement.typ").read_bytes(),
        sys_inputs={"data": json.dumps(agreement_data(paper, logo))},
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["a-2b", "ua-1"],
        timestamp=int(moment.timestamp()),
    )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return Printed(made, len(pdf.pages))


def agreement_data(paper: AgreementPaper, logo: bytes) -> dict[str, Any]:
    """What the layout shows: every sentence whole, every amount and day as people of the language write them."""
    terms, words = paper.terms, _words(paper.terms.language)
    euros, day = _euros(terms.language, words), _day(terms.language)
    return {
        "words": words,
        "language": terms.language,
        "number": paper.number,
        "dossier": paper.dossier,
        "date": day(paper.day),
        "year": paper.day.year,
        "month": paper.day.month,
        "day": paper.day.day,
        "is_draft": paper.is_draft,
        "colour": paper.office.colour or OWN_COLOUR,
        # What goes in beside the layout is text, so the picture travels as numbers.
        "logo": list(logo),
        "footer": f"{paper.office.name} · {words['title']} {paper.number}",
        "intro": words["intro"].format(office=paper.office.name),
        "office": _office(paper.office, words),
        "parties": [_party(each, words, day) for each in paper.parties] or [{"name": words["gap"], "more": ""}],
        "scope": _scope(terms, words),
        "lines": [{"name": each.name, "kind": words[each.kind], "fee": euros(each.fee)} for each in terms.lines],
        "totals": _totals(paper, words, euros),
        "after_fee": [words["commission"], words["vat"]],
        "payment": _payment(terms, words),
        "instalments": [[str(at), euros(each)] for at, each in enumerate(paper.instalments, 1)],
        "parts": _parts(terms, words, euros, day),
        "signing": [words["signing"]],
        "signatures": [paper.office.name, *(each.name for each in paper.parties)],
    }


def _office(office: PaperOffice, words: Words) -> dict[str, Any]:
    place = f"{office.postcode} {office.city}".strip()
    address = ", ".join(each for each in (office.address, place) if each)
    said = (
        ("kvk", office.kvk_number or words["gap"]),
        ("afm", office.afm_number or words["gap"]),
        ("address", address or words["gap"]),
        ("phone", office.phone),
        ("email", office.email),
        ("website", office.website),
    )
    lines = [office.address, place, office.phone, office.email]
    facts = [[words[name], value] for name, value in said if value]
    return {"name": office.name, "lines": [each for each in lines if each], "facts": facts}


def _party(party: PaperParty, words: Words, day: Callable[[date | None], str]) -> dict[str, str]:
    born = f"{words['born']} {day(party.birth_date)}" if party.birth_date else ""
    more = "".join(f", {each}" for each in (born, party.address) if each)
    return {"name": party.name, "more": more}


def _scope(terms: AgreementTerms, words: Words) -> list[str]:
    said = words[f"scope_{terms.scope}"] if terms.scope else words["gap"]
    return [said, words["with_insurance" if terms.with_insurance else "without_insurance"]]


def _totals(paper: AgreementPaper, words: Words, euros: Euros) -> list[dict[str, str]]:
    if not paper.terms.discount:
        return [{"name": words["payable"], "amount": euros(paper.payable), "weight": "bold"}]
    rows = (("total", paper.fee, "regular"), ("discount", -paper.terms.discount, "regular"))
    last = ("payable", paper.payable, "bold")
    return [{"name": words[name], "amount": euros(amount), "weight": weight} for name, amount, weight in (*rows, last)]


def _payment(terms: AgreementTerms, words: Words) -> list[str]:
    way = words[f"pay_{terms.payment_kind}"].format(count=terms.instalments) if terms.payment_kind else words["gap"]
    return [way, words[f"due_{terms.due}"] if terms.due else words["gap"]]


def _parts(
    terms: AgreementTerms, words: Words, euros: Euros, day: Callable[[date | None], str]
) -> list[dict[str, Any]]:
    """The sections after the payment, each with its title."""
    made = {
        "break_off": _break_off(terms, words, euros),
        "aftercare": _aftercare(terms, words, euros),
        "third": [words["third_none"], *_said(terms.third_party_costs)],
        "card": [_card(terms, words, euros, day)],
        "complaints": words["complaints"],
        "privacy": words["privacy"],
        "term": [words["term_until" if terms.ends_on else "term"].format(day=day(terms.ends_on)), words["term_ending"]],
        "remarks": _said(terms.remarks),
    }
    return [{"title": words[f"{name}_title"], "said": said} for name, said in made.items() if said]


def _break_off(terms: AgreementTerms, words: Words, euros: Euros) -> list[str]:
    if not terms.break_off_fee:
        return [words["break_off_none"]]
    return [words["break_off"].format(amount=euros(terms.break_off_fee))]


def _aftercare(terms: AgreementTerms, words: Words, euros: Euros) -> list[str]:
    said = _said(terms.aftercare)
    if not said:
        return [words["aftercare_none"]]
    price = words[f"aftercare_{terms.aftercare_per}"].format(amount=euros(terms.aftercare_fee))
    return [*said, price if terms.aftercare_fee else words["aftercare_free"]]


def _card(terms: AgreementTerms, words: Words, euros: Euros, day: Callable[[date | None], str]) -> str:
    card, gap = terms.card, words["gap"]
    told = {"day": day(card.handed_over) or gap, "version": card.version or gap, "amount": euros(card.fee)}
    said: str = words["card"].format(**told)
    return said


def _said(text: str) -> list[str]:
    """What a person wrote, a paragraph each."""
    return [" ".join(each.split()) for each in text.splitlines() if each.strip()]


def _euros(language: str, words: Words) -> Euros:
    def shown(amount: Decimal | None) -> str:
        if amount is None:
            return str(words["gap"])
        pattern = "¤\N{NO-BREAK SPACE}#,##0.00;¤\N{NO-BREAK SPACE}-#,##0.00"
        return format_currency(amount, "EUR", format=pattern, locale=language, currency_digits=False)

    return shown


def _day(language: str) -> Callable[[date | None], str]:
    return lambda day: format_date(day, "d MMMM y", locale=language) if day else ""


@cache
def _words(language: str) -> Words:
    return tomllib.loads(_FOLDER.joinpath(f"service_agreement.{language}.toml").read_text(encoding="utf-8"))
