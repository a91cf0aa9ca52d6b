"""Keeps the service agreements of a dossier as people say; what is printed comes with the command, ready made."""

from handlers.dossiers.views import check_there, number_of
from handlers.products.views import check_there as check_product
from handlers.service_agreements import rules
from handlers.service_agreements.rules import ServiceAgreement
from handlers.service_agreements.tables import SERVICE_AGREEMENTS
from hub.clock import AMSTERDAM
from hub.work import Work, change
from schemas.errors import NotFound
from schemas.service_agreements import (
    AttachSignedCopy,
    CancelServiceAgreement,
    ChangeServiceAgreement,
    DeclineServiceAgreement,
    FinaliseServiceAgreement,
    MakeServiceAgreement,
    RecordAgreementSigned,
    ServiceAgreementSigned,
)


def make_service_agreement(command: MakeServiceAgreement, work: Work) -> None:
    """Raises `Refused` (`request-invalid`)."""
    check_there(work, command.dossier_id)
    check_product(work, command.dossier_id, command.product_id)
    named, cause = work.new_id("service agreement"), work.cause
    place, number = (command.dossier_id, named), f"OTD-{number_of(named, cause.at)}"
    made = rules.drafted(place, number, command.terms, command.product_id, by=cause.actor, at=cause.at)
    work.put(SERVICE_AGREEMENTS, made)
    changed = [change("amount", None, str(rules.payable(command.terms)))] if command.terms.lines else []
    work.tell("agreement-made", about=made.id, facts={"number": number}, changes=changed)


def change_service_agreement(command: ChangeServiceAgreement, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`agreement-state`), `Refused` (`stale`, `request-invalid`)."""
    before = _there(work, command.dossier_id, command.agreement_id)
    if command.product_id != before.product_id:
        check_product(work, command.dossier_id, command.product_id)
    after = rules.changed(before, command.terms, command.product_id, command.seen)
    if after == before:
        return
    work.put(SERVICE_AGREEMENTS, after)
    was, becomes = rules.payable(before.agreed), rules.payable(after.agreed)
    changed = [change("amount", str(was), str(becomes))] if was != becomes else []
    work.tell("agreement-changed", about=after.id, facts={"number": after.number}, changes=changed)


def finalise_service_agreement(command: FinaliseServiceAgreement, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`agreement-state`), `Refused` (`stale`, `agreement-incomplete`, …)."""
    before = _there(work, command.dossier_id, command.agreement_id)
    after = rules.finalised(before, command, work.cause.actor, work.cause.at)
    _told(work, after, "agreement-final", file=after.blob)


def record_agreement_signed(command: RecordAgreementSigned, work: Work) -> None:
    """Whoever was a prospect is a customer from here on, by the event.

    Raises `NotFound`, `Conflict` (`agreement-state`), `Refused` (`request-invalid`).
    """
    before = _there(work, command.dossier_id, command.agreement_id)
    today = work.cause.at.astimezone(AMSTERDAM).date()
    after = rules.signed(before, command, today, work.cause.actor, work.cause.at)
    _told(work, after, f"agreement-{after.signed_how}")
    news = {"dossier_id": after.dossier_id, "agreement_id": after.id, "product_id": after.product_id}
    work.publish(ServiceAgreementSigned(**news, how=command.how))


def decline_service_agreement(command: DeclineServiceAgreement, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`agreement-state`)."""
    before = _there(work, command.dossier_id, command.agreement_id)
    _told(work, rules.declined(before, command.reason, work.cause.actor, work.cause.at), "agreement-declined")


def cancel_service_agreement(command: CancelServiceAgreement, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`agreement-state`), `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.agreement_id)
    _told(work, rules.cancelled(before, command.reason, work.cause.actor, work.cause.at), "agreement-cancelled")


def attach_signed_copy(command: AttachSignedCopy, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`agreement-state`)."""
    before = _there(work, command.dossier_id, command.agreement_id)
    _told(work, rules.with_copy(before, command), "agreement-copied", file=command.blob)


def _told(work: Work, after: ServiceAgreement, kind: str, **facts: str) -> None:
    work.put(SERVICE_AGREEMENTS, after)
    work.tell(kind, about=after.id, facts={"number": after.number, **facts})


def _there(work: Work, dossier_id: str, agreement_id: str) -> ServiceAgreement:
    check_there(work, dossier_id)
    found = work.get(SERVICE_AGREEMENTS, dossier_id, agreement_id)
    if found is None:
        raise NotFound("not-found", path="agreement_id", came=agreement_id, expected="een OTD / a service agreement")
    return found
