"""Makes notifications, records what became of them, and keeps what offices and addressees decided."""

from dataclasses import replace

from handlers.notifications import rules
from handlers.notifications.making import made_of
from handlers.notifications.rendering import check
from handlers.notifications.rules import Bounce, Notification, OwnTemplate, Preference, QuietHours
from handlers.notifications.shipped import Wording, kind_of
from handlers.notifications.tables import (
    BOUNCE,
    BOUNCES,
    NOTIFICATION,
    NOTIFICATIONS,
    PREFERENCES,
    QUIET_HOURS,
    TEMPLATES,
)
from hub.work import Work
from schemas.errors import Conflict, NotFound, Refused
from schemas.notifications import (
    AddressBounced,
    ConfirmAddress,
    RegisterPostNews,
    RegisterSending,
    RemoveTemplate,
    SendNotification,
    SetPreference,
    SetQuietHours,
    SetTemplate,
)


def send_notification(command: SendNotification, work: Work) -> None:
    """The message as it will leave; the post role takes it from here."""
    work.add(NOTIFICATIONS, made_of(command, work))


def register_sending(command: RegisterSending, work: Work) -> None:
    """The provider has it or will never take it."""
    before = _notification(work, command.office_id, command.notification_id)
    after = rules.ended(before, command.ending, command.provider, command.provider_id, command.reason, work.cause.at)
    _moved(work, before, after)


def register_post_news(command: RegisterPostNews, work: Work) -> None:
    """What the provider told later."""
    before = _notification(work, command.office_id, command.notification_id)
    _moved(work, before, rules.told(before, command.news, command.reason, work.cause.at))


def confirm_address(command: ConfirmAddress, work: Work) -> None:
    """The address is right; once is enough. Raises `NotFound`."""
    before = next(
        (each for each in work.consult(BOUNCE, command.bounce_id) if each.office_id == command.office_id), None
    )
    if before is None:
        raise NotFound("not-found", path="bounce_id", came=command.bounce_id, expected="a bounce")
    if before.confirmed_at is None:
        by = replace(before, confirmed_at=work.cause.at, confirmed_by=work.cause.actor, confirmed_why=command.reason)
        work.keep(BOUNCES, by)


def set_template(command: SetTemplate, work: Work) -> None:
    """An office's own text, checked as a whole before it counts."""
    kind = kind_of(command.template)
    if command.channel not in kind.channels:
        raise Refused("template-unknown", path="channel", came=command.channel, expected=", ".join(kind.channels))
    check(kind, command.channel, Wording(command.subject, command.text, command.html))
    said = command.model_dump(include={"template", "channel", "language", "form", "subject", "text", "html"})
    work.put(TEMPLATES, OwnTemplate(command.office_id, **said, set_by=work.cause.actor, set_at=work.cause.at))


def remove_template(command: RemoveTemplate, work: Work) -> None:
    """Back to the text that ships. Raises `NotFound` when the office has no text of its own."""
    key = (command.template, command.channel, command.language, command.form)
    for each in work.find(TEMPLATES, command.office_id):
        if (each.template, each.channel, each.language, each.form) == key:
            work.remove(TEMPLATES, each)
            return
    raise NotFound("not-found", path="template", came=command.template, expected="a text of the office")


def set_quiet_hours(command: SetQuietHours, work: Work) -> None:
    hours = QuietHours(command.office_id, command.quiet_from, command.quiet_until, work.cause.actor, work.cause.at)
    work.put(QUIET_HOURS, hours)


def set_preference(command: SetPreference, work: Work) -> None:
    """Raises `Conflict("cannot-switch-off")` for a kind that somebody needs to come in at all."""
    if command.template:
        kind = kind_of(command.template)
        if command.wants == "off" and not kind.can_switch_off:
            raise Conflict("cannot-switch-off", path="template", came=command.template)
    said = Preference(
        command.office_id, command.addressee, command.template, command.wants, work.cause.actor, work.cause.at
    )
    work.keep(PREFERENCES, said)


def _notification(work: Work, office_id: str, notification_id: str) -> Notification:
    for each in work.consult(NOTIFICATION, notification_id):
        if each.office_id == office_id:
            return each
    raise NotFound("not-found", path="notification_id", came=notification_id, expected="a notification")


def _moved(work: Work, before: Notification, after: Notification) -> None:
    """Keeps what changed; an address that came back is marked, and others hear of it."""
    if after == before:
        return
    work.keep(NOTIFICATIONS, after)
    if after.state != rules.BOUNCED or before.state == rules.BOUNCED:
        return
    bounce = Bounce(
        office_id=after.office_id,
        id=work.new_id("bounce"),
        channel=after.channel,
        address=after.address,
        addressee=after.addressee,
        notification_id=after.id,
        about=after.about,
        reason=after.reason,
        bounced_at=work.cause.at,
        confirmed_at=None,
        confirmed_by="",
        confirmed_why="",
    )
    work.keep(BOUNCES, bounce)
    work.publish(
        AddressBounced(
            office_id=after.office_id,
            bounce_id=bounce.id,
            notification_id=after.id,
            addressee=after.addressee,
            channel=after.channel,
            about=after.about,
            reason=after.reason,
        )
    )
