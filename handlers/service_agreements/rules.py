"""What a service agreement says, what it lacks, what it costs, and which step may follow which. Pure.

The contents are those of AFM *Leidraad Hypotheekadvisering*; an amount is the office's own, none is fixed here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from schemas.errors import Conflict, Finding, Refused
from schemas.refusals import sentence
from schemas.service_agreements import (
    AgreementPaper,
    AgreementTerms,
    AttachSignedCopy,
    FinaliseServiceAgreement,
    PaperOffice,
    RecordAgreementSigned,
)

CENT = Decimal("0.01")
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 1, 1)
LACKING: Mapping[str, tuple[str, str]] = {
    "terms.lines": ("de hoofddienst met haar fee", "the main service with its fee"),
    "terms.scope": ("de reikwijdte: advies, bemiddeling of beide", "the scope: advice, mediation or both"),
    "terms.payment_kind": ("de betaalwijze", "the way of payment"),
    "terms.due": ("vanaf wanneer de fee verschuldigd is", "from when the fee is due"),
    "terms.card.version": ("de versie van de vergelijkingskaart", "the version of the comparison card"),
    "terms.card.handed_over": ("de datum van de vergelijkingskaart", "the date of the comparison card"),
    "terms.card.fee": ("het bedrag op de vergelijkingskaart", "the amount on the comparison card"),
    "office.kvk_number": ("het KvK-nummer van het kantoor", "the office's number at the Chamber of Commerce"),
    "office.afm_number": ("het AFM-vergunningnummer van het kantoor", "the number of the office's AFM licence"),
    "office.address": ("het adres van het kantoor", "the address of the office"),
    "parties": ("een aanvrager in het dossier", "an applicant in the dossier"),
}
"""What a final agreement cannot do without, as people call it in Dutch and English."""
_MEND = {
    "office": ("Vul het in bij Kantoorgegevens.", "Fill it in at Office details."),
    "parties": ("Vul het in bij Personen en gegevens.", "Fill it in at People and details."),
    "terms": ("Vul het in bij deze opdracht.", "Fill it in in this agreement."),
}
"""Where each kind of gap is mended."""


@dataclass(frozen=True, slots=True)
class ServiceAgreement:
    """`terms` and `paper` as JSON; `version` counts the changes of the draft, `blob` is the PDF that was printed."""

    dossier_id: str
    id: str
    number: str
    product_id: str
    state: str
    version: int
    terms: dict[str, Any]
    made_by: str
    made_at: datetime
    paper: dict[str, Any]
    blob: str = ""
    size: int = 0
    pages: int = 0
    finalised_by: str = ""
    finalised_at: datetime | None = None
    signed_how: str = ""
    signed_on: date | None = None
    signed_who: str = ""
    signed_by: str = ""
    signed_at: datetime | None = None
    copy_blob: str = ""
    copy_name: str = ""
    copy_kind: str = ""
    copy_size: int = 0
    copy_pages: int = 0
    reason: str = ""
    ended_by: str = ""
    ended_at: datetime | None = None

    @property
    def agreed(self) -> AgreementTerms:
        return AgreementTerms.model_validate(self.terms)


def drafted(
    place: tuple[str, str], number: str, terms: AgreementTerms, product_id: str, *, by: str, at: datetime
) -> ServiceAgreement:
    """A draft at `place` (dossier, id). Raises `Refused` as `check_terms`."""
    check_terms(terms)
    return ServiceAgreement(*place, number, product_id, "draft", 1, _plain(terms), by, at, {})


def changed(before: ServiceAgreement, terms: AgreementTerms, product_id: str, seen: int | None) -> ServiceAgreement:
    """Raises `Conflict` (`agreement-state`), `Refused` (`stale`), and as `check_terms`."""
    check_state(before, "draft")
    check_seen(before, seen)
    check_terms(terms)
    after = replace(before, terms=_plain(terms), product_id=product_id)
    return before if after == before else replace(after, version=before.version + 1)


def finalised(before: ServiceAgreement, command: FinaliseServiceAgreement, by: str, at: datetime) -> ServiceAgreement:
    """The draft with its paper, for ever.

    Raises `Conflict` (`agreement-state`), `Refused` (`stale` when the paper says something else than the draft does,
    `agreement-incomplete`, and as `check_terms`).
    """
    check_state(before, "draft")
    check_seen(before, command.seen)
    paper = command.paper
    said = (paper.terms, paper.number, paper.fee, paper.payable, paper.is_draft)
    if said != (before.agreed, before.number, fee_of(paper.terms), payable(paper.terms), False):
        raise Refused("stale", path="paper", came=before.version, expected=command.seen)
    check_complete(paper)
    file = replace(before, blob=command.blob, size=command.size, pages=command.pages)
    return replace(file, state="final", paper=_plain(paper), finalised_by=by, finalised_at=at)


def signed(
    before: ServiceAgreement, command: RecordAgreementSigned, today: date, by: str, at: datetime
) -> ServiceAgreement:
    """Given or signed on paper; an order that was given may be signed on paper later.

    Raises `Conflict` (`agreement-state`), `Refused` (`request-invalid`) without a name and for a day that cannot be.
    """
    if not (before.state == "signed" and before.signed_how == "given" and command.how == "paper"):
        check_state(before, "final")
    if not command.who:
        raise Refused("request-invalid", path="who", came="", expected="een naam / a name")
    first = before.paper.get("day", FIRST_DAY.isoformat())
    if not date.fromisoformat(first) <= command.on <= today:
        raise Refused("request-invalid", path="on", came=command.on.isoformat(), expected=f"{first} – {today}")
    told = replace(before, signed_how=command.how, signed_on=command.on, signed_who=command.who)
    return replace(told, state="signed", signed_by=by, signed_at=at)


def declined(before: ServiceAgreement, reason: str, by: str, at: datetime) -> ServiceAgreement:
    """Raises `Conflict` (`agreement-state`)."""
    check_state(before, "final")
    return replace(before, state="declined", reason=reason, ended_by=by, ended_at=at)


def cancelled(before: ServiceAgreement, reason: str, by: str, at: datetime) -> ServiceAgreement:
    """Raises `Conflict` (`agreement-state`), `Refused` (`request-invalid`) without a reason."""
    check_state(before, "draft", "final", "signed")
    if not reason:
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    return replace(before, state="cancelled", reason=reason, ended_by=by, ended_at=at)


def with_copy(before: ServiceAgreement, command: AttachSignedCopy) -> ServiceAgreement:
    """The scan of the signed paper; raises `Conflict` (`agreement-state`)."""
    check_state(before, "signed")
    scan = replace(before, copy_blob=command.blob, copy_name=command.name, copy_kind=command.kind)
    return replace(scan, copy_size=command.size, copy_pages=command.pages)


def check_state(agreement: ServiceAgreement, *states: str) -> None:
    """Raises `Conflict` (`agreement-state`)."""
    if agreement.state not in states:
        raise Conflict("agreement-state", path="state", came=agreement.state, expected=", ".join(states))


def check_seen(agreement: ServiceAgreement, seen: int | None) -> None:
    """Raises `Refused` (`stale`)."""
    if seen is not None and seen != agreement.version:
        raise Refused("stale", path="seen", came=agreement.version, expected=seen)


def fee_of(terms: AgreementTerms) -> Decimal:
    """The sum of the fees in euros, before the discount; what nobody said counts as nothing."""
    return sum((each.fee or Decimal(0) for each in terms.lines), Decimal(0)).quantize(CENT)


def payable(terms: AgreementTerms) -> Decimal:
    """What the customers pay in euros."""
    return (fee_of(terms) - terms.discount).quantize(CENT)


def instalments(terms: AgreementTerms) -> tuple[Decimal, ...]:
    """The instalments in euros, the first ones a cent more where it does not divide; they sum to `payable` exactly."""
    if terms.payment_kind != "instalments":
        return ()
    cents, number = int(payable(terms) / CENT), terms.instalments
    each, over = divmod(cents, number)
    return tuple(((each + (1 if at < over else 0)) * CENT).quantize(CENT) for at in range(number))


def check_terms(terms: AgreementTerms) -> None:
    """What cannot be, also in a draft; every mistake at once. Raises `Refused` (`request-invalid`)."""
    found = [each for check in _CHECKS for each in check(terms)]
    if found:
        raise told_at_once("request-invalid", found)


def lacking(paper: AgreementPaper) -> tuple[str, ...]:
    """The paths of what a final paper still needs, in the order of `LACKING`."""
    terms, office = paper.terms, paper.office
    has_main = any(each.kind == "main" for each in terms.lines)
    has_fees = has_main and all(each.fee is not None for each in terms.lines)
    there = {
        "terms.lines": has_fees,
        "terms.scope": terms.scope,
        "terms.payment_kind": terms.payment_kind,
        "terms.due": terms.due,
        "terms.card.version": terms.card.version,
        "terms.card.handed_over": terms.card.handed_over,
        "terms.card.fee": terms.card.fee is not None,
        "office.kvk_number": office.kvk_number,
        "office.afm_number": office.afm_number,
        "office.address": office.address and office.postcode and office.city,
        "parties": paper.parties,
    }
    return tuple(path for path in LACKING if not there[path])


def check_complete(paper: AgreementPaper) -> None:
    """Raises `Refused` (`agreement-incomplete`) with each gap and where to mend it, else as `check_agrees`."""
    gaps = lacking(paper)
    if gaps:
        raise told_at_once("agreement-incomplete", [_gap(path) for path in gaps])
    check_agrees(paper)


def check_agrees(paper: AgreementPaper) -> None:
    """The fee is that of the comparison card, which came before; raises `Refused` (`agreement-card`)."""
    card = paper.terms.card
    if card.fee is not None and card.fee != paper.fee:
        raise Refused("agreement-card", path="terms.card.fee", came=_euros(paper.fee), expected=_euros(card.fee))
    if card.handed_over is not None and card.handed_over > paper.day:
        came = card.handed_over.isoformat()
        raise Refused("request-invalid", path="terms.card.handed_over", came=came, expected=f"<= {paper.day}")


def told_at_once(slug: str, found: Iterable[Finding]) -> Refused:
    """One refusal with all findings; its own words are those of all of them."""
    findings = tuple(found)
    first = findings[0]
    came = first.came if len(findings) == 1 else "; ".join(each.path for each in findings)
    dutch, english = zip(*(each.expected.split(" / ") for each in findings), strict=True)
    facts = {"path": first.path, "came": came}
    nl = sentence(slug, "nl", **facts, expected="; ".join(dutch))
    en = sentence(slug, "en", **facts, expected="; ".join(english))
    refused = Refused(slug, path=first.path, came=came, expected=first.expected, nl=nl, en=en)
    refused.findings = findings
    return refused


def _gap(path: str) -> Finding:
    (nl, en), (mend_nl, mend_en) = LACKING[path], _MEND[path.partition(".")[0]]
    words = (f"Nog nodig: {nl}. {mend_nl}", f"Still needed: {en}. {mend_en}")
    return Finding("agreement-incomplete", path, "", f"{nl} / {en}", *words)


def _wrong(path: str, came: object, nl: str, en: str) -> Finding:
    words = (f"{came} past hier niet; verwacht werd {nl}.", f"{came} does not fit here; {en} was expected.")
    return Finding("request-invalid", path, str(came), f"{nl} / {en}", *words)


def _lines(terms: AgreementTerms) -> Iterable[Finding]:
    for at, each in enumerate(terms.lines):
        if not each.name:
            yield _wrong(f"terms.lines.{at}.name", "", "wat de dienst is", "what the service is")
    if sum(each.kind == "main" for each in terms.lines) > 1:
        yield _wrong("terms.lines", "2", "één hoofddienst", "one main service")


def _amounts(terms: AgreementTerms) -> Iterable[Finding]:
    if terms.discount > fee_of(terms):
        most = _euros(fee_of(terms))
        yield _wrong("terms.discount", _euros(terms.discount), f"ten hoogste {most}", f"at most {most}")


def _payment(terms: AgreementTerms) -> Iterable[Finding]:
    if terms.payment_kind == "instalments" and terms.instalments == 1:
        yield _wrong("terms.instalments", 1, "2 of meer termijnen", "2 instalments or more")
    if terms.payment_kind not in {"instalments", None} and terms.instalments != 1:
        yield _wrong("terms.instalments", terms.instalments, "1 zonder termijnen", "1 without instalments")
    if terms.payment_kind == "notary" and terms.due not in {"deed", None}:
        # The notary pays from the settlement of the deed: what he pays is due then and no sooner.
        yield _wrong("terms.due", terms.due, "bij het passeren, via de notaris", "with the deed, by the notary")


def _days(terms: AgreementTerms) -> Iterable[Finding]:
    for path, day in (("terms.card.handed_over", terms.card.handed_over), ("terms.ends_on", terms.ends_on)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            span = f"{FIRST_DAY} – {LAST_DAY}"
            yield _wrong(path, day.isoformat(), span, span)


_CHECKS: tuple[Callable[[AgreementTerms], Iterable[Finding]], ...] = (_lines, _amounts, _payment, _days)


def paper_of(
    agreement: ServiceAgreement,
    dossier: str,
    office: PaperOffice,
    parties: tuple[Any, ...],
    day: date,
    *,
    is_draft: bool,
) -> AgreementPaper:
    """All that the paper says on this day."""
    terms = agreement.agreed
    return AgreementPaper(
        number=agreement.number,
        dossier=dossier,
        day=day,
        is_draft=is_draft,
        office=office,
        parties=parties,
        terms=terms,
        fee=fee_of(terms),
        payable=payable(terms),
        instalments=instalments(terms),
    )


def _plain(value: AgreementTerms | AgreementPaper) -> dict[str, Any]:
    return value.model_dump(mode="json")


def _euros(amount: Decimal) -> str:
    return f"€ {amount:.2f}"
