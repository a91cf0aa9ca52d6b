"""Shapes of notifications: what was sent, addresses that came back, texts, quiet hours and preferences."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Reason, Request
from portal_api.shapes.shape import Shape
from schemas.notifications import Channel, Clock, Form, LanguageCode, Short, Text, Word


class NotificationLineShape(Shape):
    """One message to one person."""

    id: str = Field(examples=["0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"])
    office_id: str
    template: str = Field(examples=["action-points"])
    channel: str = Field(examples=["email"], description="email or sms.")
    addressee: str = Field(examples=["user:0199f3d2"])
    address: str = Field(examples=["anna@post.example"], description="Empty once it is erased.")
    name: str = Field(examples=["Anna de Wit"])
    subject: str = Field(examples=["Er staat iets voor u klaar"])
    about: str = Field(examples=["dossier:0199f3d2"])
    state: str = Field(examples=["sent"], description="queued, sent, delivered, bounced, failed or withheld.")
    reason: str = Field(examples=[""], description="Why it bounced, failed or was withheld.")
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    ended_at: datetime | None
    next_try_at: datetime | None = Field(description="While it is queued: when it may leave.")
    attempts: int
    trouble: str = Field(examples=["smtp-451"], description="What held it at the last try.")
    is_urgent: bool = Field(description="It leaves in quiet hours too.")


class NotificationPage(Shape):
    items: tuple[NotificationLineShape, ...]
    next: str | None


class NotificationShape(NotificationLineShape):
    """With its texts; a link that lets somebody in is left out."""

    sender: str
    language: str = Field(examples=["nl"])
    form: str = Field(examples=["u"])
    text: str
    html: str
    enclosures: tuple[dict[str, Any], ...]
    provider: str = Field(examples=["smtp"])
    provider_id: str
    valid_until: datetime | None
    keep_until: datetime
    erased_at: datetime | None


class BounceShape(Shape):
    """An address to which nothing goes until somebody confirms it."""

    id: str
    office_id: str
    channel: str = Field(examples=["email"])
    address: str = Field(examples=["anna@post.example"])
    addressee: str = Field(examples=["user:0199f3d2"])
    notification_id: str
    about: str
    reason: str = Field(examples=["550 5.1.1 no such mailbox"])
    bounced_at: datetime


class BouncesShape(Shape):
    items: tuple[BounceShape, ...]


class ConfirmRequest(Request):
    reason: Reason = Field(default="", examples=["Gebeld; het adres klopt weer"])


class WordingShape(Shape):
    channel: str = Field(examples=["email"])
    language: str = Field(examples=["nl"])
    form: str = Field(examples=["u"])
    subject: str
    text: str
    html: str = Field(description="Empty: made of the text.")
    is_own: bool
    set_by: str
    set_at: datetime | None


class KindShape(Shape):
    """A kind of notification; its texts may use its fields as `{{ field }}` and `{% if field == 'x' %}`."""

    template: str = Field(examples=["action-points"])
    is_urgent: bool
    can_switch_off: bool
    keep_days: int
    fields: dict[str, str] = Field(examples=[{"name": "Anna de Wit", "office": "De Brug"}])
    sealed: tuple[str, ...]
    required: tuple[str, ...]
    wordings: tuple[WordingShape, ...]


class KindsShape(Shape):
    items: tuple[KindShape, ...]


class PlaceRequest(Request):
    """Which text of a kind."""

    channel: Channel = Field(examples=["email"])
    language: LanguageCode = Field(default="nl", examples=["nl"])
    form: Form = Field(default="u", examples=["u"])


class WordingRequest(PlaceRequest):
    subject: Short = Field(default="", examples=["{{ office }} heeft nog iets van u nodig"])
    text: Text = Field(examples=["Beste {{ name }},\n\nKijk hier: {{ address }}"])
    html: Text = Field(default="", examples=[""])


class PreviewShape(Shape):
    subject: str
    text: str
    html: str


class HoursShape(Shape):
    """On the clock of the Netherlands; two equal times are no quiet hours."""

    quiet_from: str = Field(examples=["21:00"])
    quiet_until: str = Field(examples=["08:00"])


class HoursRequest(Request):
    quiet_from: Clock = Field(examples=["21:00"])
    quiet_until: Clock = Field(examples=["08:00"])


class PreferencesShape(Shape):
    """Kind → email, sms or off; the empty kind is all of them."""

    wants: dict[str, str] = Field(examples=[{"": "sms", "appointment": "off"}])


class PreferenceRequest(Request):
    addressee: Annotated[str, StringConstraints(pattern=r"^[a-z]+:[0-9A-Za-z.:/_-]{1,200}$")] = Field(
        examples=["user:0199f3d2"]
    )
    template: Word | None = Field(default=None, description="One kind; leave it out for all.")
    wants: Literal["email", "sms", "off", ""] = Field(examples=["sms"])


class NewsRequest(Request):
    """What a provider tells; `id` is the event's own, `notification` our id or `provider_id` the provider's."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    notification: Short = ""
    provider_id: Short = ""
    news: Literal["delivered", "bounced", "failed"]
    reason: Short = ""
