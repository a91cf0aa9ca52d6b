"""One message for an operator: what came, what became of it, what it changed from which element, what to do next."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from hub.outcomes import IN_FLIGHT
from hub.search import MessageLife

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
_WAITS_FOR = {
    "office": "Wacht op het kantoor waar het voor is.",
    "application": "Wacht op de aanvraag waar het bij hoort.",
    "link": "Wacht op een koppeling aan een dossier.",
}
_NEXT = {
    IN_FLIGHT: "a worker takes it; `hub work` runs one",
    "parked": "`hub parked show {id}`, then `hub parked retry {id}` or `hub parked discard {id}`",
    "waiting:office": "`hub offices add --node {node} --name NAME` claims the node and applies what waited",
    "waiting:application": "it is applied by itself when the application comes in or the exchange is linked",
    "waiting:link": "link the exchange to a dossier; what waits is applied then",
    "rejected": "the sender mends it and sends it again",
}


def shown(life: MessageLife) -> dict[str, Any]:
    """The message with its life, its effect and the next step, as plain values."""
    return asdict(life) | {"outcome_nl": outcome_in_dutch(life), "next": next_step(life)}


def told(life: MessageLife) -> str:
    """The same as text for a person."""
    step = next_step(life)
    return "\n".join([*_arrived(life), *_decided(life), *_changed(life), *([f"next      {step}"] if step else [])])


def outcome_in_dutch(life: MessageLife) -> str:
    """The sentence of the state, or of the refusal."""
    found = life.message
    waits = _WAITS_FOR.get(found.slug) if found.state == "waiting" else None
    return str(_detail(life).get("nl") or waits or _SENTENCES[found.state])


def next_step(life: MessageLife) -> str:
    """What an operator does next, with the command; nothing when it is done."""
    found = life.message
    step = _NEXT.get(f"{found.state}:{found.slug}") or _NEXT.get(found.state, "")
    return step.format(id=found.id, node=(life.lane.node if life.lane else "") or "NNNNNN")


def _arrived(life: MessageLife) -> Iterator[str]:
    found = life.message
    facts = [found.message_type or "unknown type", life.schema_version, f"{life.size} bytes"]
    yield f"message   {found.id}"
    yield f"type      {', '.join(fact for fact in facts if fact)}"
    yield f"identity  {life.identity}"
    for name, value in life.receipt.get("envelope", {}).items():
        yield f"          {name}: {value}"
    for arrival in life.arrivals:
        copy = ", copy" if arrival.is_copy else ""
        yield f"arrived   {arrival.arrived_at.isoformat(timespec='seconds')} over {arrival.channel}{copy}"
    yield f"receipt   {life.receipt.get('outcome', '')} at {life.receipt.get('received_at', '')}"
    if life.flags:
        yield f"flags     {', '.join(life.flags)}"


def _decided(life: MessageLife) -> Iterator[str]:
    yield f"outcome   {life.message.state}: {outcome_in_dutch(life)}"
    detail = _detail(life)
    for name in ("slug", "path", "came", "expected", "rule"):
        if detail.get(name):
            yield f"          {name}: {detail[name]}"
    if life.lane and life.lane.dossier_id:
        yield f"dossier   {life.lane.dossier_id}"


def _changed(life: MessageLife) -> Iterator[str]:
    for entry in life.effects:
        yield f"changed   {entry.kind} {entry.about}".rstrip()
        for change in entry.changes:
            source = f" ← {change['path']}" if change.get("path") else ""
            before = f"{change['old']} → " if change.get("old") not in (None, "") else ""
            yield f"          {change.get('field')}: {before}{change.get('new')}{source}"


def _detail(life: MessageLife) -> dict[str, Any]:
    return life.outcome.detail if life.outcome else {}
