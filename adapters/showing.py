"""One message for an operator: what came, what became of it, what it changed from which element, what to do next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.engine import Connection

from hub.outcomes import IN_FLIGHT
from hub.records import TimelineEntry
from hub.views import MessageView, effect_for, message_for
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer

_PREFIX = re.compile(r"[0-9a-f-]{1,36}")
_SENTENCES = {
    IN_FLIGHT: "Aangenomen en nog niet verwerkt.",
    "applied": "Verwerkt: het dossier is gewijzigd.",
    "superseded": "Verwerkt; er was al iets nieuwers bekend, dit staat in de geschiedenis.",
    "stored": "Bewaard; deze berichtsoort wordt niet verwerkt.",
    "carried": "Doorgestuurd; het bericht is voor een ander.",
    "waiting": "Wacht op iets dat er nog niet is.",
    "parked": "Geparkeerd door een fout van de hub; alleen deze uitwisseling wacht.",
    "discarded": "Door een beheerder terzijde gelegd.",
    "rejected": "Geweigerd.",
}
_NEXT = {
    IN_FLIGHT: "a worker takes it; `hub work` runs one",
    "parked": "`hub parked show {id}`, then `hub parked retry {id}` or `hub parked discard {id}`",
    "waiting:office": "`hub offices add --node {node} --name NAME` claims the node and applies what waited",
    "waiting:application": "it is applied by itself when the application comes in or the exchange is linked",
    "waiting:link": "link the exchange to a dossier; what waits is applied then",
    "rejected": "the sender mends it and sends it again",
}


def full_id(connection: Connection, given: str) -> str:
    """The id of the one message that begins so; raises `NotFound`, or `Refused` when several do."""
    prefix = given.strip().lower()
    found: Sequence[Any] = ()
    if _PREFIX.fullmatch(prefix):
        marker = "?" if connection.dialect.name == "sqlite" else "%s"
        sql = f"SELECT id FROM messages WHERE id LIKE {marker} ORDER BY id LIMIT 2"  # noqa: S608 - no input in it
        found = connection.exec_driver_sql(sql, (f"{prefix}%",)).fetchall()
    if not found:
        raise NotFound("not-found", path="ID", came=given, expected="een bericht / a message")
    if len(found) > 1:
        expected = "het begin van één id / the beginning of one id"
        raise Refused("request-invalid", path="ID", came=given, expected=expected)
    return str(found[0][0])


def shown(connection: Connection, viewer: Viewer, message_id: str) -> dict[str, Any]:
    """The message with its life, its effect and the next step, as plain values; raises `NotFound`."""
    view = message_for(viewer, connection, message_id)
    if view is None:
        raise NotFound("not-found", path="ID", came=message_id, expected="een bericht / a message")
    effect = effect_for(viewer, connection, message_id) or ()
    return asdict(view) | {
        "outcome": outcome_in_dutch(view),
        "effect": [asdict(entry) for entry in effect],
        "next": next_step(view),
    }


def told(connection: Connection, viewer: Viewer, message_id: str) -> str:
    """The same as text for a person."""
    view = message_for(viewer, connection, message_id)
    if view is None:
        raise NotFound("not-found", path="ID", came=message_id, expected="een bericht / a message")
    effect = effect_for(viewer, connection, message_id) or ()
    return "\n".join([*_head(view), *_changes(effect), *([f"next      {step}"] if (step := next_step(view)) else [])])


def outcome_in_dutch(view: MessageView) -> str:
    """The sentence of the state, or of the refusal."""
    return str(view.why.get("nl") or _SENTENCES[view.line.state])


def next_step(view: MessageView) -> str:
    """What an operator does next, with the command; nothing when it is done."""
    line = view.line
    step = _NEXT.get(f"{line.state}:{line.slug}") or _NEXT.get(line.state, "")
    return step.format(id=line.id, node=_office_node(view))


def _office_node(view: MessageView) -> str:
    return view.line.receiver if view.line.message_type[:2] in {"SX", "OX", "DA"} else view.line.sender


def _head(view: MessageView) -> Iterator[str]:
    line, envelope = view.line, view.receipt.get("envelope", {})
    facts = [line.message_type or "unknown type", view.schema_version, f"{line.size} bytes"]
    yield f"message   {line.id}"
    yield f"type      {', '.join(fact for fact in facts if fact)}"
    for name, value in envelope.items():
        yield f"          {name}: {value}"
    yield f"receipt   {view.receipt.get('outcome', '')} {view.receipt.get('received_at', '')}"
    if line.flags:
        yield f"flags     {', '.join(line.flags)}"
    for arrival in view.arrivals:
        copy = ", copy" if arrival.is_copy else ""
        yield f"arrived   {arrival.arrived_at.isoformat(timespec='seconds')} over {arrival.channel}{copy}"
    yield f"outcome   {line.state}: {outcome_in_dutch(view)}"
    for name in ("slug", "path", "came", "expected"):
        if view.why.get(name):
            yield f"          {name}: {view.why[name]}"
    if line.dossier_id:
        yield f"dossier   {line.dossier_id}"


def _changes(effect: tuple[TimelineEntry, ...]) -> Iterator[str]:
    for entry in effect:
        yield f"changed   {entry.kind} {entry.about}".rstrip()
        for change in entry.changes:
            source = f" ← {change['path']}" if change.get("path") else ""
            yield f"          {change.get('field')}: {change.get('new')}{source}"
