"""From a command to a notification: which text, which channel, when it may leave."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.notifications import rules
from handlers.notifications.addresses import address_of, safe_line, safe_text
from handlers.notifications.rendering import LOGO_ID, made
from handlers.notifications.rules import Notification
from handlers.notifications.shipped import Kind, Wording, kind_of, place_in
from handlers.notifications.tables import (
    BOUNCES_OF,
    PREFERENCES_OF,
    QUIET_HOURS,
    TEMPLATES,
)
from handlers.offices.views import Letterhead, letterhead_in
from hub.clock import AMSTERDAM
from hub.records import NODES
from hub.sealing import PREFIX, is_sealed
from hub.work import Work
from schemas.errors import Refused
from schemas.notifications import HUB_OFFICE, TRIAL, Channel, SendNotification

_HUB = "Message hub"
_TEST = "[Test]"


def made_of(command: SendNotification, work: Work) -> Notification:
    """The notification of a command. Raises what a text, a field or an address is refused for."""
    kind = kind_of(command.template)
    wants = rules.wanted(work.consult(PREFERENCES_OF, command.addressee.reference), command.office_id, command.template)
    channel = rules.channel_of(command.channel, wants, command.addressee, kind.channels)
    address = address_of(channel, command.addressee.email if channel == "email" else command.addressee.phone)
    sender = sender_of(work, command.office_id)
    given = {"office": sender, "name": safe_line(command.addressee.name)}
    values = given | values_of(kind, command.fields)
    letterhead = letterhead_in(work, command.office_id) if channel == "email" else Letterhead()
    wording = _wording(work, kind, command, channel, values, letterhead)
    if command.about == TRIAL:
        wording = _marked(wording, channel)
    reason = _reason(work, command.office_id, channel, address, is_off=wants == "off" and kind.can_switch_off)
    state = {"": rules.QUEUED, rules.OFF: rules.WITHHELD}.get(reason, rules.FAILED)
    at = work.cause.at
    return Notification(
        office_id=command.office_id,
        id=work.new_id("notification"),
        template=kind.name,
        channel=channel,
        addressee=command.addressee.reference,
        address=address,
        name=given["name"],
        sender=sender,
        language=command.language,
        form=command.form,
        subject=wording.subject,
        text=wording.text,
        html=wording.html,
        enclosures=_enclosed(command, letterhead) if channel == "email" else [],
        about=command.about,
        is_urgent=kind.is_urgent or command.about == TRIAL,
        can_switch_off=kind.can_switch_off,
        state=state,
        reason=reason,
        made_at=at,
        made_by=work.cause.actor,
        valid_until=command.valid_until,
        keep_until=at + timedelta(days=kind.keep_days),
        attempts=0,
        next_try_at=None if reason else at if command.about == TRIAL else _leaves_at(work, command.office_id, kind),
        trouble="",
        provider="",
        provider_id="",
        sent_at=None,
        ended_at=at if reason else None,
        erased_at=None,
    )


def _enclosed(command: SendNotification, letterhead: Letterhead) -> list[dict[str, str]]:
    """The files of the command, and the logo that the HTML shows."""
    logo = {"blob": letterhead.logo, "name": "logo.png", "media_type": "image/png", "shown_as": LOGO_ID}
    return [
        *(each.model_dump(exclude_defaults=True) for each in command.enclosures),
        *([logo] if letterhead.logo else []),
    ]


def values_of(kind: Kind, fields: dict[str, str]) -> dict[str, str]:
    """The fields, made safe: what is to be sealed is, and nothing else looks as if it were.

    Raises `Refused("field-not-sealed")`.
    """
    for name in kind.sealed:
        if name in fields and not is_sealed(fields[name]):
            raise Refused("field-not-sealed", path=f"fields.{name}", came=name, expected="hub.sealing")
    return {
        name: value if name in kind.sealed else safe_text(value).replace(PREFIX, f"{PREFIX} ")
        for name, value in fields.items()
    }


def sender_of(work: Work, office_id: str) -> str:
    """What the office is called."""
    if office_id == HUB_OFFICE:
        return _HUB
    found = [each.name for each in work.consult(NODES, office_id) if each.kind == "office"]
    return safe_line(found[0]) if found else _HUB


def _wording(
    work: Work,
    kind: Kind,
    command: SendNotification,
    channel: Channel,
    values: dict[str, str],
    letterhead: Letterhead,
) -> Wording:
    """The office's own text before the one that ships, the language that was asked for before English."""
    own = {
        (each.channel, each.language, each.form): Wording(each.subject, each.text, each.html)
        for each in work.find(TEMPLATES, command.office_id)
        if each.template == kind.name
    }
    known = {**kind.wordings, **own}
    place = place_in(known, channel, command.language, command.form)
    if place is None:
        raise Refused("template-unknown", path="language", came=command.language, expected="nl, en")
    return made(kind, channel, known[place], values, place[1], letterhead)


def _marked(wording: Wording, channel: Channel) -> Wording:
    """Whoever gets a test sees that it is one, with its first word."""
    if channel == "sms":
        return replace(wording, text=f"{_TEST} {wording.text}")
    return replace(wording, subject=f"{_TEST} {wording.subject}")


def _reason(work: Work, office_id: str, channel: str, address: str, *, is_off: bool) -> str:
    """Why it will not go, if it will not."""
    if is_off:
        return rules.OFF
    bounces = work.consult(BOUNCES_OF, address)
    return rules.BOUNCING if rules.is_open(bounces, office_id, channel) else ""


def _leaves_at(work: Work, office_id: str, kind: Kind) -> datetime:
    at = work.cause.at
    if kind.is_urgent:
        return at
    (hours,) = work.find(QUIET_HOURS, office_id) or (None,)
    begin, end = (hours.quiet_from, hours.quiet_until) if hours else (rules.QUIET_FROM, rules.QUIET_UNTIL)
    return rules.leaves_at(at, begin, end, AMSTERDAM)
