"""Notifications: what the hub tells people by e-mail and SMS. They know no product, only what they are about."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from schemas.commands import Command, Event
from schemas.values import Value

Channel = Literal["email", "sms"]
Form = Literal["u", "je"]
"""How somebody is addressed; a language without the difference has texts under `u` only."""
Ending = Literal["sent", "bounced", "failed"]
"""What the provider said when it was handed over. bounced: it refuses this address. failed: it refuses this message."""
News = Literal["delivered", "bounced", "failed"]
"""What the provider said later."""

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
"""What a calendar does with an entry: take it over, answer and follow it, take it out."""

TRIAL = "test"
"""What a text is about that somebody sends to himself to see it: it is marked, and leaves in quiet hours too."""

HUB_OFFICE = "hub"
"""Whose notifications those to operators are, who have no office."""


def _storable(text: str) -> str:
    """Without NUL, which no database takes in a text."""
    return text.replace("\x00", " ")


Text = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_storable)]
Short = Annotated[str, StringConstraints(max_length=400), AfterValidator(_storable)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of the day on the office's clock, like 21:00."""


class Addressee(Value):
    """Who is told. `reference` says who it is (`user:…`, `party:…`) and is what preferences belong to."""

    reference: Annotated[str, StringConstraints(pattern=r"^[a-z]+:[0-9A-Za-z.:/_-]{1,200}$")]
    name: Short = ""
    email: Short = ""
    phone: Short = ""


class Enclosure(Value):
    """A file that goes along: by its blob reference, or as the text that it is (an entry of a calendar).

    `method` is what a calendar does with its entry (RFC 5546); a reader of mail looks for it in the Content-Type.
    """

    blob: Annotated[str, StringConstraints(pattern=r"^((sha256:)?[0-9a-f]{64})?$")] = ""
    text: Text = ""
    name: Short
    media_type: Literal["application/pdf", "text/calendar"]
    method: Method = "PUBLISH"

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if bool(self.blob) == bool(self.text):
            raise ValueError("a blob or a text, and not both")
        return self


class SendNotification(Command):
    """One message to one person, made of the office's template or the one that ships with the hub.

    `channel` is left out to follow the addressee's preference. `fields` fill the template; those that the template
    names as sealed come from `hub.sealing`, so that no journal and no page has them.
    `about` is a reference to what it is about. After `valid_until` it is of no use and no longer sent.
    """

    office_id: str
    template: Word
    addressee: Addressee
    channel: Channel | None = None
    language: LanguageCode = "nl"
    form: Form = "u"
    fields: dict[str, Text] = {}
    about: Short = ""
    enclosures: tuple[Enclosure, ...] = ()
    valid_until: datetime | None = None


class RegisterSending(Command):
    """The provider answered: it has the notification, or will never take it."""

    office_id: str
    notification_id: str
    ending: Ending
    provider: str
    provider_id: str = ""
    reason: Short = ""


class RegisterPostNews(Command):
    """The provider, or a bounce mail, told what became of a notification after it was sent."""

    office_id: str
    notification_id: str
    news: News
    reason: Short = ""


class ConfirmAddress(Command):
    """A person says that the address is right (again): notifications go to it from here on."""

    office_id: str
    bounce_id: str
    reason: Short = ""


class SetTemplate(Command):
    """An office's own text instead of the one that ships; `html` is empty to have it made of the text."""

    office_id: str
    template: Word
    channel: Channel
    language: LanguageCode
    form: Form
    subject: Short = ""
    text: Text
    html: Text = ""


class RemoveTemplate(Command):
    """The office goes back to the text that ships with the hub."""

    office_id: str
    template: Word
    channel: Channel
    language: LanguageCode
    form: Form


class SetQuietHours(Command):
    """Between these two times nothing leaves but what is urgent; two equal times are no quiet hours."""

    office_id: str
    quiet_from: Clock
    quiet_until: Clock


class SetPreference(Command):
    """What an addressee wants: a channel, or nothing of this kind. `template` is empty for all kinds."""

    office_id: str
    addressee: Short
    template: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{0,60}$")] = ""
    wants: Literal["email", "sms", "off", ""]


class AddressBounced(Event):
    """Mail or SMS to an address came back; `bounce_id` is what a person confirms when the address is right again."""

    office_id: str
    bounce_id: str
    notification_id: str
    addressee: str
    channel: Channel
    about: str
    reason: str
