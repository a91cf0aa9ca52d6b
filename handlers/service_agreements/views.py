"""The reading side of service agreements: those of a dossier, and what the paper of one says today."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.dossiers.views import office_of_dossier, parties_in, title_of
from handlers.offices.views import brand_of, letterhead_of, profile_of
from handlers.service_agreements import rules
from handlers.service_agreements.rules import ServiceAgreement, check_complete
from handlers.service_agreements.tables import SERVICE_AGREEMENTS
from hub import rows as statements
from schemas.errors import NotFound
from schemas.service_agreements import AgreementPaper, AgreementTerms, PaperOffice, PaperParty
from schemas.viewer import VisibleDossier

__all__ = [
    "AgreementView",
    "agreement_in",
    "agreements_in",
    "check_complete",
    "facts_part",
    "final_paper_in",
    "lacking_in",
    "shown_paper_in",
]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with its amounts in euros; `blob` and `copy_blob` are files, empty for none."""

    id: str
    dossier_id: str
    number: str
    product_id: str
    state: str
    version: int
    terms: AgreementTerms
    fee: Decimal
    payable: Decimal
    instalments: tuple[Decimal, ...]
    made_by: str
    made_at: datetime
    blob: str
    size: int
    pages: int
    finalised_at: datetime | None
    signed_how: str
    signed_on: date | None
    signed_who: str
    signed_by: str
    copy_blob: str
    copy_name: str
    copy_kind: str
    copy_size: int
    copy_pages: int
    reason: str
    ended_at: datetime | None


def agreements_in(dossier: VisibleDossier, connection: Connection) -> tuple[AgreementView, ...]:
    """The agreements of a dossier, the newest first."""
    found = statements.select(connection, SERVICE_AGREEMENTS, "dossier_id", [dossier.id])
    found.sort(key=lambda each: (each.made_at, each.id), reverse=True)
    names = names_of(connection, [each for one in found for each in (one.made_by, one.signed_by) if each])
    return tuple(_view(each, names) for each in found)


def agreement_in(dossier: VisibleDossier, connection: Connection, agreement_id: str) -> AgreementView:
    """Raises `NotFound`."""
    found = next((each for each in agreements_in(dossier, connection) if each.id == agreement_id), None)
    if found is None:
        raise _nowhere(agreement_id)
    return found


def shown_paper_in(dossier: VisibleDossier, connection: Connection, agreement_id: str, day: date) -> AgreementPaper:
    """What a draft would say on this day, marked as a draft; its gaps are gaps. Raises `NotFound`."""
    return _paper(dossier, connection, _found(dossier, connection, agreement_id), day, is_draft=True)


def final_paper_in(
    dossier: VisibleDossier, connection: Connection, agreement_id: str, day: date
) -> tuple[AgreementPaper, int]:
    """What the final paper says, and the version of the draft that it says it of.

    Raises `NotFound`, `Conflict` (`agreement-state`), and `Refused` as `rules.check_complete`.
    """
    found = _found(dossier, connection, agreement_id)
    rules.check_state(found, "draft")
    paper = _paper(dossier, connection, found, day, is_draft=False)
    rules.check_complete(paper)
    return paper, found.version


def lacking_in(paper: AgreementPaper) -> tuple[tuple[str, str, str], ...]:
    """What a paper still needs: its path, in Dutch, in English."""
    return tuple((path, *rules.LACKING[path]) for path in rules.lacking(paper))


def facts_part(connection: Connection, dossier_id: str) -> list[dict[str, Any]]:
    """What is true of the agreements, for replay."""
    found = statements.select(connection, SERVICE_AGREEMENTS, "dossier_id", [dossier_id])
    names = ("number", "product_id", "state", "terms", "blob", "signed_how", "signed_on", "signed_who", "copy_blob")
    return [{name: getattr(each, name) for name in names} for each in found]


def _paper(
    dossier: VisibleDossier, connection: Connection, agreement: ServiceAgreement, day: date, *, is_draft: bool
) -> AgreementPaper:
    title, office = title_of(dossier, connection), paper_office(connection, office_of_dossier(connection, dossier.id))
    return rules.paper_of(agreement, title, office, _parties(dossier, connection), day, is_draft=is_draft)


def _parties(dossier: VisibleDossier, connection: Connection) -> tuple[PaperParty, ...]:
    """The applicants, as the office keeps them, else as applications say; one of two alike."""
    found = [each for each in parties_in(dossier, connection) if each.role == "applicant"]
    own = [each for each in found if each.application_id == "dossier"] or found
    made = {
        (each.name, each.birth_date): PaperParty(
            name=each.name or each.reference, birth_date=each.birth_date, address=_address(each.facts)
        )
        for each in own
    }
    return tuple(made.values())


def _address(facts: dict[str, Any]) -> str:
    street = " ".join(str(facts.get(name) or "") for name in ("street", "house_number", "house_number_suffix"))
    city = " ".join(str(facts.get(name) or "") for name in ("postcode", "city"))
    return ", ".join(" ".join(each.split()) for each in (street, city) if each.strip())


def paper_office(connection: Connection, office_id: str) -> PaperOffice:
    profile, head = profile_of(connection, office_id), letterhead_of(brand_of(connection, office_id))
    street = f"{profile.street} {profile.house_number} {profile.house_number_suffix}".strip()
    return PaperOffice(
        name=profile.company,
        kvk_number=profile.kvk_number,
        afm_number=profile.afm_number,
        address=street,
        postcode=profile.postcode,
        city=profile.city,
        phone=profile.phone,
        email=profile.email,
        website=profile.website,
        colour=head.colour,
        logo=head.logo,
    )


def _found(dossier: VisibleDossier, connection: Connection, agreement_id: str) -> ServiceAgreement:
    found = statements.select(connection, SERVICE_AGREEMENTS, "dossier_id", [dossier.id])
    one = next((each for each in found if each.id == agreement_id), None)
    if one is None:
        raise _nowhere(agreement_id)
    return one


def _nowhere(agreement_id: str) -> NotFound:
    return NotFound("not-found", path="agreement_id", came=agreement_id, expected="een OTD / a service agreement")


def _view(each: ServiceAgreement, names: dict[str, str]) -> AgreementView:
    terms = each.agreed
    return AgreementView(
        id=each.id,
        dossier_id=each.dossier_id,
        number=each.number,
        product_id=each.product_id,
        state=each.state,
        version=each.version,
        terms=terms,
        fee=rules.fee_of(terms),
        payable=rules.payable(terms),
        instalments=rules.instalments(terms),
        made_by=names.get(each.made_by, ""),
        made_at=each.made_at,
        blob=each.blob,
        size=each.size,
        pages=each.pages,
        finalised_at=each.finalised_at,
        signed_how=each.signed_how,
        signed_on=each.signed_on,
        signed_who=each.signed_who,
        signed_by=names.get(each.signed_by, ""),
        copy_blob=each.copy_blob,
        copy_name=each.copy_name,
        copy_kind=each.copy_kind,
        copy_size=each.copy_size,
        copy_pages=each.copy_pages,
        reason=each.reason,
        ended_at=each.ended_at,
    )
