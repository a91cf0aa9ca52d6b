"""Watches whether a lender answers what was sent to him, and says so when he is silent."""

from handlers.applications import rules
from handlers.applications.handlers import application_of
from handlers.applications.views import lane_of
from hub.outgoing import DELIVERED, QUEUED
from hub.work import Work
from schemas.sending import LenderSilent, WatchAnswer


def watch_answer(command: WatchAnswer, work: Work) -> None:
    """Silent for half an hour: it is told, and somebody gets a task. What was answered or taken back is let go."""
    sent = next((each for each in work.sent() if each.id == command.outgoing_id), None)
    if sent is None or sent.state not in {QUEUED, DELIVERED}:
        work.superseded()
        return
    due = rules.silent_from(sent.delivered_at, work.cause.at)
    if due > work.cause.at:
        work.remind(due, command, f"answer {command.outgoing_id}", command.dossier_id)
        return
    _say_silent(command, work, sent.request_version)


def order_watch(work: Work, application_id: str, outgoing_id: str) -> None:
    """The first look is ordered with what goes out; it runs in a transaction of its own."""
    if work.dossier_id:
        order = WatchAnswer(
            dossier_id=work.dossier_id,
            lane_id=lane_of(work).id,
            application_id=application_id,
            outgoing_id=outgoing_id,
        )
        work.order(order)


def _say_silent(command: WatchAnswer, work: Work, request_version: int) -> None:
    application = application_of(work, command.dossier_id, command.application_id)
    number, lender = (application.number, application.partner) if application else ("", lane_of(work).partner)
    work.tell("lender-silent", about=command.application_id, facts={"request_version": request_version})
    silent = LenderSilent(
        dossier_id=command.dossier_id,
        application_id=command.application_id,
        outgoing_id=command.outgoing_id,
        lender=lender,
        number=number,
        request_version=request_version,
    )
    work.publish(silent)
