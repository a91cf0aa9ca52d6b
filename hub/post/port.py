"""What a provider of e-mail or SMS is: it takes one parcel, and says what became of it.

A provider that is away, or that does not accept us, raises `Busy`; then nothing was tried and the parcel waits.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

MAIL, SMS = "email", "sms"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along, whole; `shown_as` is the name under which the HTML shows it, empty for an attachment.

    `method` is what a calendar does with an entry (RFC 5546).
    """

    name: str
    media_type: str
    body: bytes = field(repr=False)
    shown_as: str = ""
    method: str = "PUBLISH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message as it leaves. `id` is the same at every try, so that a provider can tell a second one.

    `sender` is whose name stands on it; `leave` the address at which the addressee switches such messages off.
    """

    id: str
    channel: Literal["email", "sms"]
    made_at: datetime
    address: str = field(repr=False)
    name: str = field(default="", repr=False)
    sender: str = ""
    language: str = "nl"
    subject: str = field(default="", repr=False)
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    files: tuple[File, ...] = ()
    leave: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """The provider has it, under its own id."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Bounced:
    """The provider refuses this address for good."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The provider refuses this message for good; the address is not to blame."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """It did not go, or nobody knows whether it did; `why` is one word, `retry_after` what the provider asked for."""

    why: str
    retry_after: float | None = None


Result = Taken | Bounced | Failed | NotNow


class Provider(Protocol):
    """One way out. `name` is what stands in a row beside the provider's id."""

    name: str

    def send(self, parcel: Parcel) -> Result:
        """Hands one parcel over; raises `Busy` when the provider is away."""

    def check(self) -> str:
        """Asks without sending anything; a short name of what answered. Raises `Busy`."""
