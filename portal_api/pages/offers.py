"""What a page reads off an application: which offer counts, what it changed, what came unasked, whether it is over."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from handlers.documents.views import DocumentView
from handlers.dossiers.views import DossierApplication, DossierView
from handlers.offers.views import OfferView
from schemas.hdn.statuses import status_rule


def counts(application: DossierApplication, offer: OfferView) -> bool:
    """Whether this is the offer whose validity matters: the binding one before any other, none after the end."""
    if application.status and is_over(application.application.domain, application.status.code):
        return False
    current = [each for each in application.offers if each.is_current]
    return offer == next((each for each in current if each.kind == "binding"), current[0] if current else None)


def former(offers: Sequence[OfferView], place: int) -> dict[Any, dict[str, Any]]:
    """Number of a part → that part in the offer before the one at `place`; `offers` stand newest first."""
    before = offers[place + 1] if place + 1 < len(offers) else None
    return {part.get("number"): part for part in before.parts} if before else {}


def not_asked(application: DossierApplication) -> list[DocumentView]:
    """What was delivered for a line that stands on no stock list."""
    asked = {line.number for line in application.stock_list.lines} if application.stock_list else set()
    return [document for document in application.documents if document.line_number not in asked]


def line_names(dossier: DossierView) -> dict[str, str]:
    """`line.7` → the document of that line, asked for or not; a number that two applications use is left out."""
    named: dict[str, str] = {}
    used: Counter[str] = Counter()
    for each in dossier.applications:
        own = {d.line_number: d.description or d.document_text for d in not_asked(each)}
        asked = each.stock_list.lines if each.stock_list else ()
        own |= {line.number: line.description or line.document_text for line in asked}
        used.update(own.keys())
        named |= own
    return {f"line.{number}": text for number, text in named.items() if used[number] == 1}


def is_over(domain: str, code: str) -> bool:
    """Whether an application with this status has ended, so that nothing about it is urgent."""
    rule = status_rule(domain, code)
    return rule is not None and rule.terminal == "yes"
