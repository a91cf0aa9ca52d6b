"""Before an application is sent: everything that would stop it, by the road that sends it, and what it depends on."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from handlers.advice_files.views import advice_file_of, blocks_for
from handlers.applications.views import ApplicationView, KeptAddition, additions_in
from handlers.dossiers.views import visible
from handlers.offices.views import SendingSettings, sending_settings_in
from handlers.products.views import products_of
from hub.delivery import views as gone
from hub.delivery.certificates import WayOut, way_out_to
from hub.delivery.views import OutgoingLine
from hub.directory import all_nodes
from hub.records import NodeEntry
from hub.rehearsal import rehearse
from hub.views import lane_for
from portal_api.points import KINDS, Point, noticed, points_of, unadvised
from portal_api.routes.applications import application_in, sending_of
from portal_api.shapes.applications import SendRequest
from portal_api.texts import has, text
from portal_api.who import Asking
from schemas.errors import NotFound, Refused
from schemas.refusals import Language
from schemas.viewer import VisibleDossier


@dataclass(frozen=True, slots=True)
class BeforeSending:
    """`points` is all that was found, what stops it first; `may_go` when nothing does. `way` is that of the receiver.

    `receivers` are the nodes of the lender; `receiver` is the one that was judged for, empty when none could be chosen.
    `advised` is the product whose advice file has gaps, empty for none.
    """

    application: ApplicationView
    points: tuple[Point, ...]
    may_go: bool
    additions: tuple[KeptAddition, ...]
    receivers: tuple[NodeEntry, ...]
    receiver: str
    settings: SendingSettings
    way: WayOut
    sent: tuple[OutgoingLine, ...]
    advised: str


def before_sending(asking: Asking, dossier_id: str, application_id: str, receiver: str = "") -> BeforeSending:
    """All at once, as the sending itself would judge it now; raises `NotFound`."""
    application = application_in(asking, dossier_id, application_id)
    chosen, points = _judged(asking, dossier_id, application, receiver)
    with asking.reading() as connection:
        dossier = _visible(asking, dossier_id)
        lanes = [lane_for(asking.viewer, connection, each) for each in application.lanes]
        offices = [each.office_id for each in lanes if each and each.office_id]
        nodes = tuple(each for each in all_nodes(connection) if each.kind == "lender")
        lines = gone.outgoing_for(asking.viewer, connection, gone.Wanted(dossier=dossier_id, code=application.domain))
        advised, advice = _advice(dossier, connection, application_id)
        together = (*(each for each in points if each.rule != "advice-file-incomplete"), *advice)
        return BeforeSending(
            application=application,
            points=tuple(sorted(together, key=lambda each: KINDS.index(each.kind))),
            may_go=not any(each.kind != "info" for each in together),
            additions=additions_in(dossier, connection, application_id),
            receivers=tuple(each for each in nodes if each.code == application.partner),
            receiver=chosen,
            settings=sending_settings_in(connection, next(iter(offices), ""), application.partner),
            way=way_out_to(connection, chosen),
            sent=tuple(each for each in lines if each.lane_id in application.lanes),
            advised=advised,
        )


def _judged(
    asking: Asking, dossier_id: str, application: ApplicationView, receiver: str
) -> tuple[str, tuple[Point, ...]]:
    """The receiver, and what stands in the way."""
    try:
        command = sending_of(asking, dossier_id, application, SendRequest(receiver=receiver or None))
    except Refused as refused:
        return "", points_of(refused)
    runtime = asking.counter.runtime
    with asking.reading() as connection:
        (found,) = rehearse(connection, runtime.registry, [command], actor=asking.viewer.actor, at=runtime.clock.now())
    stopping = points_of(found.refused) if found.refused else ()
    told = [_sentences(flag) for flag in found.flags]
    return command.receiver, (*stopping, *noticed(found.flags, told))


def _advice(dossier: VisibleDossier, connection: Connection, application_id: str) -> tuple[str, tuple[Point, ...]]:
    """The open product that the application is sent for, and what its advice file misses; nothing for a whole one."""
    for each in products_of(dossier, connection):
        if each.application and each.application.id == application_id and each.state == "open":
            missing = advice_file_of(dossier, connection, each.id, each.kind).missing
            if missing:
                blocks = blocks_for(dossier, connection, each.kind)
                key = "advice_file.stops" if blocks else "advice_file.point"
                nl, en = _named("nl", key, missing), _named("en", key, missing)
                return each.id, (unadvised(missing, nl, en, blocks=blocks),)
    return "", ()


def _named(language: Language, key: str, missing: Iterable[str]) -> str:
    return text(language, key, items=", ".join(text(language, f"value.{each}") for each in missing))


def _sentences(flag: str) -> tuple[str, str]:
    slug, _, about = flag.partition(":")
    key = f"flag.{slug.replace('-', '_')}"
    return (text("nl", key, about=about), text("en", key, about=about)) if has(key) else (flag, flag)


def _visible(asking: Asking, dossier_id: str) -> VisibleDossier:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier")
    return dossier
