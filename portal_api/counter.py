"""What the counter works with: the runtime, and the ports that the roof hands in from the other rooms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from fastapi import APIRouter
from sqlalchemy.engine import Connection

from hub.bells import Bell
from hub.records import Message, Outcome, Outgoing
from hub.runtime import Runtime
from portal_api.accounts import Accounts, Entered
from portal_api.staff import Offices, Staff
from schemas.customers import CodeLetter, MakeCodeLetter, ResetCustomer
from schemas.devices import Device
from schemas.identity import Leaving
from schemas.involvements import AdmitCustomer, DismissCustomer
from schemas.legible import Legible
from schemas.looks import Glance
from schemas.notifications import SendNotification
from schemas.service_agreements import AgreementPaper
from schemas.viewer import Viewer

MESSAGES_READ, MESSAGES_WRITE = "messages:read", "messages:write"
DOSSIERS_READ, DOSSIERS_WRITE = "dossiers:read", "dossiers:write"
DOCUMENTS_WRITE, DOCUMENTS_JUDGE = "documents:write", "documents:judge"
DOSSIERS_ASSIGN = "dossiers:assign"
PEOPLE_READ, PEOPLE_WRITE = "people:read", "people:write"
OFFICE_WRITE = "office:write"
LOOKS_READ = "looks:read"
CUSTOMERS_WRITE, CUSTOMERS_VIEW, OWN_READ = "customers:write", "customers:view", "own:read"
OWN_WRITE = "own:write"
OPERATE = "operate"


class Machines(Protocol):
    """What the counter changes about machines, inside a transaction of its own; the capability `accounts` does it."""

    def issue_token(
        self, connection: Connection, client_id: str, secret: str, scope: str, certificate: str, at: datetime
    ) -> tuple[str, Any]:
        """A token and what is kept of it; raises `Refused` (`client-unknown`, `scope-not-granted`)."""

    def issue_token_for_assertion(
        self,
        connection: Connection,
        assertion: str,
        audiences: Sequence[str],
        scope: str,
        certificate: str,
        at: datetime,
    ) -> tuple[str, Any]:
        """The same for a signed assertion; also `assertion-invalid`, `assertion-used`."""

    def client_id_of(self, assertion: str) -> str:
        """The client that an assertion says it is of; raises `Refused` (`assertion-invalid`)."""

    def touch_secret(self, connection: Connection, plain: str, at: datetime) -> None:
        """The API key was used now."""


class Access(Protocol):
    """The access log, inside a transaction of the counter; the capability `access` keeps it."""

    def record_look(self, connection: Connection, viewer: Viewer, at: datetime, glance: Glance) -> object:
        """Somebody was shown something, searched for it or took it along."""


class Customers(Protocol):
    """The accounts of an office's customers; the capability `accounts` opens its own transactions."""

    def person_for(self, email: str, name: str, seed: str) -> str:
        """The id of who has this address, or of the account that would be made; raises `Refused`."""

    def admit(
        self, command: AdmitCustomer, *, email: str, name: str, actor: str, unit_id: str, seen: int | None = None
    ) -> Outcome:
        """An account with its part in the dossier and a mail with a link; raises `NotFound`, `Refused`."""

    def mail_for(self, dossier_id: str, person_id: str) -> SendNotification:
        """What `invite` sends; raises `NotFound` for who is no customer of the dossier."""

    def invite(self, command: SendNotification, *, actor: str, unit_id: str, seen: int | None = None) -> Outcome:
        """Another link; raises `Conflict` (`already-active`), `Refused` (`mail-missing`)."""

    def dismiss(self, command: DismissCustomer, *, actor: str, unit_id: str, seen: int | None = None) -> Outcome:
        """Ends his part, his sessions and his links; raises `NotFound`."""

    def view_as(self, session: str, dossier_id: str, person_id: str, reason: str) -> tuple[str, datetime]:
        """The token of a look as this customer, and until when; raises `NotFound`, `Refused` (`viewing-reason`)."""

    def end_view(self, token: str, session: str) -> str:
        """The dossier that was looked at; empty for a token of another session."""


class CodeOfLetter(Protocol):
    """The code as it stands on a letter, and until when it works."""

    @property
    def code(self) -> str: ...
    @property
    def until(self) -> datetime: ...


class WaysBack(Protocol):
    """What an adviser does for a customer who cannot get in; `accounts` opens its own transactions."""

    def reset(
        self, command: ResetCustomer, *, phone: str, actor: str, unit_id: str, seen: int | None = None
    ) -> Outcome:
        """A link over one channel, word over the other; raises `NotFound`, `Conflict`, `Refused`."""

    def letter(self, command: MakeCodeLetter, *, actor: str, unit_id: str, seen: int | None = None) -> Outcome:
        """A code that works once; raises `NotFound`, `Conflict`."""

    def letter_of(self, unit_id: str) -> CodeOfLetter:
        """What stands on the letter of this act."""

    def use_code(self, code: str, device: Device, before: str) -> Entered:
        """On to the activation; raises `Refused` (`letter-code-wrong`)."""


class Addresses(Protocol):
    """The address with which a customer signs in, changed by himself; `accounts` opens its own transactions."""

    def ask(self, token: str, address: str, password: str) -> None:
        """Mails a link to the new address; raises `Refused` with the field."""

    def confirm(self, secret: str) -> str:
        """The address that counts from now on; raises `Refused` (`link-expired`, `address-not-free`)."""

    def undo(self, secret: str, device: Device, before: str) -> Entered:
        """The address of before, and on to a new password; raises as `confirm` does."""


class CameBack(Protocol):
    """A one-time link, the page that was asked for, and the secret by which the provider is left; empty without."""

    @property
    def link(self) -> str: ...

    @property
    def back(self) -> str: ...

    @property
    def leaving(self) -> str: ...


class Providers(Protocol):
    """Signing in through the service of an office; the capability `accounts` opens its own transactions."""

    def begin(self, office: str, back: str) -> tuple[str, str]:
        """The address of the service and the cookie to keep; raises `NotFound`, `Refused`, `Busy`."""

    def finish(self, cookie: str, state: str, code: str, error: str) -> CameBack:
        """Who came back; raises `Refused`, `Busy`."""

    def leave(self, secret: str, session: str) -> Leaving | None:
        """How the person of this session ends the one at his provider, once."""

    @property
    def left_at(self) -> str:
        """Where the provider sends people back to after signing out."""


class Uploads(Protocol):
    """Files on their way, inside a transaction of the counter; the capability `documents` keeps them."""

    def open_upload(
        self,
        connection: Connection,
        owner: str,
        place: tuple[str, str, str],
        name: str,
        length: int,
        bounds: Any,
        at: datetime,
    ) -> Any:
        """A file is announced; raises `Refused` (`file-empty`, `upload-too-large`, `too-many-uploads`)."""

    def bounds_of(self, most_bytes: int, most_open: int, lives: timedelta) -> Any:
        """How large a file may be, how many may be on their way, and how long."""

    def upload_of(self, connection: Connection, upload_id: str, owner: str, at: datetime) -> Any:
        """An upload of whoever asks; raises `NotFound`, and `Refused` (`upload-expired`)."""

    def check_offset(self, upload: Any, offset: int) -> None:
        """Raises `Conflict` (`upload-offset`)."""

    def append(self, connection: Connection, upload: Any, body: bytes) -> Any:
        """The upload with these bytes more; raises `Conflict` (`upload-offset`), `Refused` (`upload-too-large`)."""

    def drop(self, connection: Connection, upload: Any) -> None:
        """Its owner gave it up."""


class Views(Protocol):
    """A person's saved views, inside a transaction of the counter; the capability `preferences` keeps them."""

    def save_view(self, connection: Connection, viewer: Viewer, page: str, name: str, query: str, at: datetime) -> Any:
        """The view under this name; raises `Refused` (`request-invalid`)."""

    def remove_view(self, connection: Connection, viewer: Viewer, view_id: str) -> str:
        """Takes the viewer's own view away and returns its page; raises `NotFound`."""


class MadeLogo(Protocol):
    """A logo as the hub made it: a PNG, and its pixels."""

    @property
    def body(self) -> bytes: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class PrintedPaper(Protocol):
    """A paper that the hub printed: a PDF/A, and how many pages it has."""

    @property
    def body(self) -> bytes: ...
    @property
    def pages(self) -> int: ...


class VettedFile(Protocol):
    """A file that is clean and that we can open: its suffix, and how many pages it has."""

    @property
    def suffix(self) -> str: ...
    @property
    def pages(self) -> int: ...


class DemoPerson(Protocol):
    """One of the people of the demo, as the capability `accounts` shows him."""

    @property
    def id(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


class Demo(Protocol):
    """Becoming somebody of the demo; the capability `accounts` opens its own transactions."""

    def people(self) -> Sequence[DemoPerson]:
        """Everybody to choose from."""

    def enter(self, person: str, device: Device, before: str) -> Entered:
        """A session as one of them; raises `NotFound` for anybody else, `Refused` (`not-allowed`)."""


class DemoTime(Protocol):
    """The demo's clock; `hub/demo_clock.py` keeps it."""

    @property
    def pace(self) -> str: ...

    def now(self) -> datetime:
        """The demo's moment."""

    def set_pace(self, pace: Any) -> None:
        """From now on at this pace."""

    def move_to(self, at: datetime) -> None:
        """Straight to a later moment."""


class Opinions(Protocol):
    """What people think of help texts; the capability `guidance` keeps it."""

    def keep_opinion(
        self,
        connection: Connection,
        viewer: Viewer,
        page: str,
        language: str,
        *,
        useful: bool,
        remark: str,
        at: datetime,
    ) -> Any:
        """Keeps the opinion of somebody of the viewer's office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """`original` puts a message together again, byte for byte as it came; `outgoing_bytes` as it goes out.

    `legible` reads a message as it is kept, with the files that were cut out; raises `Refused` for what is no XML.
    `attach` looks at an upload that is whole and gives it to its line, as `adapters/papers/receiving.py` does.
    `preview` makes a PNG of one page: kind, number of pages, bytes, index from 0, width in pixels.
    `logo` makes the logo of a file that somebody handed in, as `adapters/papers/logos.py` does.
    `print_agreement` prints a service agreement with the logo of its office, as `adapters/papers/printing.py` does.
    `print_code_letter` prints the letter with which a customer without a mailbox comes in, see `letters.py` there.
    `vet` has a file scanned and opened while its bringer waits, as `adapters/papers/vetting.py` does.
    `vet` has a file scanned and opened while its bringer waits, as `adapters/papers/vetting.py` does; `screen` has it
    scanned and says what its content is.
    `ring` asks to have these lanes rung; it never waits and never fails, and the relay rings what it could not.
    `demo` and its clock are there in the demo only.
    `routers` are mounted as they are and decide access themselves, like the channel that takes messages in.
    """

    runtime: Runtime
    accounts: Accounts
    staff: Staff
    offices: Offices
    machines: Machines
    access: Access
    customers: Customers
    ways_back: WaysBack
    addresses: Addresses
    providers: Providers
    original: Callable[[Connection, Message], bytes]
    outgoing_bytes: Callable[[Connection, Outgoing], bytes]
    legible: Callable[[bytes, Sequence[Mapping[str, Any]]], Legible]
    uploads: Uploads
    attach: Callable[[str], Any]
    preview: Callable[[str, int, bytes, int, int], bytes]
    logo: Callable[[bytes], MadeLogo]
    print_agreement: Callable[[AgreementPaper, bytes], PrintedPaper]
    print_code_letter: Callable[[CodeLetter, bytes], PrintedPaper]
    vet: Callable[[bytes, str], VettedFile]
    screen: Callable[[bytes], str]
    views: Views
    opinions: Opinions
    ring: Callable[[Sequence[Bell]], None]
    routers: tuple[APIRouter, ...] = ()
    demo: Demo | None = None
    demo_time: DemoTime | None = None
