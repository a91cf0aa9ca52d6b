"""What the counter works with: the runtime, and the ports that the roof hands in from the other rooms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from fastapi import APIRouter
from sqlalchemy.engine import Connection

from hub.bells import Bell
from hub.records import Message, Outgoing
from hub.runtime import Runtime
from portal_api.accounts import Accounts
from schemas.looks import Glance
from schemas.viewer import Viewer

MESSAGES_READ, MESSAGES_WRITE = "messages:read", "messages:write"
DOSSIERS_READ, DOSSIERS_WRITE = "dossiers:read", "dossiers:write"
DOCUMENTS_WRITE = "documents:write"
OPERATE = "operate"


class Machines(Protocol):
    """What the counter changes about machines, inside a transaction of its own; the capability `accounts` does it."""

    def issue_token(
        self, connection: Connection, client_id: str, secret: str, scope: str, certificate: str, at: datetime
    ) -> tuple[str, Any]:
        """A token and what is kept of it; raises `Refused` (`client-unknown`, `scope-not-granted`)."""

    def touch_secret(self, connection: Connection, plain: str, at: datetime) -> None:
        """The API key was used now."""


class Access(Protocol):
    """The access log, inside a transaction of the counter; the capability `access` keeps it."""

    def record_look(self, connection: Connection, viewer: Viewer, at: datetime, glance: Glance) -> object:
        """Somebody was shown something, searched for it or took it along."""


class Providers(Protocol):
    """Signing in through the service of an office; the capability `accounts` opens its own transactions."""

    def begin(self, office: str, back: str) -> tuple[str, str]:
        """The address of the service and the cookie to keep; raises `NotFound`, `Refused`, `Busy`."""

    def finish(self, cookie: str, state: str, code: str, error: str) -> tuple[str, str]:
        """A one-time link for who came back, and where he wanted to go; raises `Refused`, `Busy`."""


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

    `attach` looks at an upload that is whole and gives it to its line, as `adapters/papers/receiving.py` does.
    `preview` makes a PNG of one page: kind, number of pages, bytes, index from 0, width in pixels.
    `ring` asks to have these lanes rung; it never waits and never fails, and the relay rings what it could not.
    `routers` are mounted as they are and decide access themselves, like the channel that takes messages in.
    """

    runtime: Runtime
    accounts: Accounts
    machines: Machines
    access: Access
    providers: Providers
    original: Callable[[Connection, Message], bytes]
    outgoing_bytes: Callable[[Connection, Outgoing], bytes]
    uploads: Uploads
    attach: Callable[[str], Any]
    preview: Callable[[str, int, bytes, int, int], bytes]
    views: Views
    opinions: Opinions
    ring: Callable[[Sequence[Bell]], None]
    routers: tuple[APIRouter, ...] = ()
