"""What pages and API do alike about conversations: read them, say something with or without a file, take it back."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Literal, Protocol

from fastapi.responses import Response

from handlers.conversations.views import EnclosureView, OwnThread, Thread, own_threads_in, threads_in
from handlers.customers.views import OwnEye, own_eye_for
from handlers.dossiers.views import visible
from hub.blobs import read_blob
from hub.ids import derived_id
from hub.records import Outcome
from portal_api.files import MEDIA_TYPES, attachment
from portal_api.routes.dossiers import unknown
from portal_api.uploads import file_name
from portal_api.who import Asking
from portal_api.writes import write
from schemas.commands import Command
from schemas.conversations import Enclosed, MarkSayingsRead, Say
from schemas.errors import Busy, NotFound

Seen = tuple[str | None, str | None]
"""The Idempotency-Key of a write and its If-Match."""
_MOST_AT_ONCE = 1000
File = tuple[bytes, str]
"""Its bytes and what its owner calls it."""


class _Said(Protocol):
    """Something said, as either side sees it."""

    @property
    def id(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def is_new(self) -> bool: ...
    @property
    def enclosures(self) -> tuple[EnclosureView, ...]: ...


class _Thread(Protocol):
    @property
    def sayings(self) -> Sequence[_Said]: ...


def threads_of(asking: Asking, dossier_id: str) -> tuple[Thread, ...]:
    """Raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return threads_in(dossier, connection)


def eye_of(asking: Asking, dossier_id: str) -> OwnEye:
    """Raises `NotFound` for a dossier in which whoever asks is no customer."""
    with asking.reading() as connection:
        found = own_eye_for(asking.viewer, connection, dossier_id)
    if found is None:
        raise unknown(dossier_id)
    return found


def own_threads_of(asking: Asking, dossier_id: str) -> tuple[OwnThread, ...]:
    """Raises `NotFound` as `eye_of`."""
    eye = eye_of(asking, dossier_id)
    with asking.reading() as connection:
        return own_threads_in(eye, connection)


def say(asking: Asking, dossier_id: str, about: str, text: str, files: Sequence[File], of_the_write: Seen) -> Outcome:
    """Once per key, in a dossier in scope; each file is scanned while its bringer waits.

    Raises `NotFound`, `Busy` without a scanner, `Refused` for a file that cannot be, and what saying it refuses.
    """
    with asking.reading() as connection:
        if visible(asking.viewer, connection, dossier_id) is None:
            raise unknown(dossier_id)

    def made() -> Command:
        enclosed = tuple(_enclosed(asking, *each) for each in files)
        return Say(dossier_id=dossier_id, about=about, text=text, enclosures=enclosed)

    key, if_match = of_the_write
    given = {"command": "Say", "dossier_id": dossier_id, "about": about, "text": text}
    return write(asking, key, given, made, seen=(dossier_id, if_match))[0]


def mark_shown(
    asking: Asking, dossier_id: str, threads: Iterable[_Thread], side: Literal["customer", "office"]
) -> None:
    """What a page showed of what this side said is read; once is enough, and a colleague who looks along reads nothing.

    Two pages that open at once mark the same twice, which changes nothing.
    """
    shown = tuple(each.id for thread in threads for each in thread.sayings if each.side == side and each.is_new)
    if not shown or asking.who.viewing or not asking.viewer.actor.startswith("user:"):
        return
    made = MarkSayingsRead(dossier_id=dossier_id, sayings=shown[:_MOST_AT_ONCE])
    unit_id = derived_id("read", asking.viewer.actor, *made.sayings)
    # Somebody else has the dossier for a moment: who reads is shown it all the same, and the next look marks it.
    with suppress(Busy):
        asking.counter.runtime.execute(made, actor=asking.viewer.actor, unit_id=unit_id)


def enclosure(asking: Asking, threads: Iterable[_Thread], saying_id: str, index: int) -> Response:
    """The file as a download; raises `NotFound`."""
    said = next((each for thread in threads for each in thread.sayings if each.id == saying_id), None)
    if said is None or index >= len(said.enclosures):
        raise NotFound("not-found", path="index", came=index, expected="een bestand van het gesprek / an enclosure")
    file = said.enclosures[index]
    with asking.reading() as connection:
        body = read_blob(connection, asking.counter.runtime.store, file.blob)
    return attachment(body, file.name, MEDIA_TYPES[file.kind])


def _enclosed(asking: Asking, body: bytes, name: str) -> Enclosed:
    """Scanned, opened, and kept under its hash before the command that names it."""
    kind = asking.counter.vet(body, name)
    digest = hashlib.sha256(body).hexdigest()
    asking.counter.runtime.store.put(digest, io.BytesIO(body))
    facts = {"name": file_name(name), "kind": kind.suffix, "size": len(body)}
    return Enclosed.model_validate({"blob": f"sha256:{digest}", **facts})
