"""Sends applications to their lender, carries what is for others, and gives answers back to the package."""

from handlers.advice_files.views import check_advised
from handlers.applications import additions, rules
from handlers.applications.adding import kept_additions
from handlers.applications.handlers import application_of
from handlers.applications.lateness import order_watch
from handlers.applications.rules import Version
from handlers.applications.tables import VERSIONS
from handlers.applications.views import lane_of, link_of
from handlers.offices.views import provider_of
from hub.outgoing import ACKNOWLEDGED, REFUSED, WITHDRAWN
from hub.work import Work
from schemas.errors import Refused
from schemas.letters import CarriedMessage, ForwardedApplication, Route, ServiceProviderFacts
from schemas.sending import AnswerRegistered, ApplicationSent, CarryMessage, SendApplication


def send_application(command: SendApplication, work: Work) -> None:
    """The newest version goes to the lender.

    Raises `application-missing`, `application-sent`, what composing refuses, and then `advice-file-incomplete`.
    """
    application = application_of(work, command.dossier_id, command.application_id)
    version = _newest(work, command.dossier_id, command.application_id)
    newest, known = rules.check_sendable(application, version, lane_of(work).id)
    rules.check_not_sent(newest.request_version, _versions_at(work, known.domain, command.receiver))
    kept = kept_additions(work, command.dossier_id, command.application_id)
    letter = ForwardedApplication(
        route=_route(work, command, known.number or None, newest.request_version),
        original=newest.unit_id,
        service_provider=_provider(work),
        additions=additions.together(kept, command.additions),
    )
    order_watch(work, command.application_id, work.send(letter, reason=command.reason))
    facts = {"receiver": command.receiver, "request_version": newest.request_version, "reason": command.reason}
    check_advised(work, command.dossier_id, command.application_id)
    work.tell("application-sent", about=command.application_id, facts=facts)
    sent = {"dossier_id": command.dossier_id, "application_id": command.application_id}
    work.publish(ApplicationSent(**sent, request_version=newest.request_version))


def carry_message(command: CarryMessage, work: Work) -> None:
    """The message goes on to whom it is for; what stops it stands on the timeline, and then a person sends it.

    A version of an application goes on once, also when it comes again under another identity.
    """
    lane = lane_of(work)
    route = Route(
        sender=lane.node,
        receiver=command.receiver,
        receiver_code=command.receiver_code,
        environment=lane.environment,
        dossier=command.dossier,
        number=command.number,
        request_version=command.request_version,
        schema_version=command.schema_version,
        at=work.cause.at,
    )
    facts = {"receiver": command.receiver, "code": command.code, "request_version": command.request_version}
    provider = _provider(work) if command.opens else None
    try:
        if command.opens and not _went_on(work):
            rules.check_not_sent(command.request_version, _versions_at(work, command.code, command.receiver))
        sent = work.send(CarriedMessage(route=route, original=work.cause.unit_id, service_provider=provider))
    except Refused as refused:
        work.tell("not-sent-on", facts=facts | {"refusal": refused.as_dict()})
        return
    if command.opens and work.cause.actor != lane.node:
        work.forward_answers_to(work.cause.actor)
    link = link_of(work) if command.opens else None
    work.tell("sent-on", facts=facts)
    if link:
        order_watch(work, link.application_id, sent)
        went = {"dossier_id": link.dossier_id, "application_id": link.application_id}
        work.publish(ApplicationSent(**went, request_version=command.request_version))


def hear_answer(event: AnswerRegistered, work: Work) -> None:
    """What went out learns how it was received, and the package that it came from gets the answer."""
    settled = rules.settles(event)
    if settled:
        sent = ACKNOWLEDGED if settled == "accepted" else REFUSED
        facts = {"status": event.status, "lines": list(event.lines)}
        work.answered(event.domain, event.request_version, sent, about=event.line_number, **facts)
    lane = lane_of(work)
    if lane.forwards_to and rules.adds_something(event):
        route = Route(
            sender=lane.node,
            receiver=lane.forwards_to,
            environment=lane.environment,
            number=event.number or _number(work, event.dossier_id),
            request_version=event.request_version,
            at=work.cause.at,
        )
        work.send(CarriedMessage(route=route, original=work.cause.unit_id), about=event.line_number)


def _newest(work: Work, dossier_id: str, application_id: str) -> Version | None:
    return rules.newest_of([each for each in work.find(VERSIONS, dossier_id) if each.application_id == application_id])


def _route(work: Work, command: SendApplication, number: str | None, request_version: int) -> Route:
    lane = lane_of(work)
    return Route(
        sender=lane.node,
        receiver=command.receiver,
        receiver_code=command.receiver_code,
        receiver_name=command.receiver_name,
        environment=lane.environment,
        number=number,
        request_version=request_version,
        at=work.cause.at,
    )


def _versions_at(work: Work, code: str, receiver: str) -> list[int]:
    """The versions of the application that this receiver has or will have."""
    sent = [each for each in work.sent() if (each.code, each.receiver) == (code, receiver)]
    return [each.request_version for each in sent if each.state != WITHDRAWN]


def _went_on(work: Work) -> bool:
    """Whether this very message went on before its exchange was linked elsewhere."""
    return any(each.unit_id == work.cause.unit_id for each in work.sent())


def _provider(work: Work) -> ServiceProviderFacts:
    """The office of the lane, as the lender knows it."""
    lane = lane_of(work)
    return provider_of(work, lane.office_id or "", lane.partner)


def _number(work: Work, dossier_id: str) -> str | None:
    """The number of the application that the lane speaks about, for an answer that does not name it."""
    link = link_of(work)
    application = application_of(work, dossier_id, link.application_id) if link else None
    return application.number or None if application else None
