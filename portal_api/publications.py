"""What pages and API do alike about publications: find a document, have it scanned, publish, replace, open it."""

import hashlib
import io
from collections.abc import Callable, Sequence
from contextlib import suppress

from fastapi.responses import Response

from handlers.dossiers.views import visible
from handlers.publications.views import (
    OwnCategory,
    PublicationView,
    SourceView,
    own_documents_in,
    publications_in,
    sources_in,
)
from hub.blobs import read_blob
from hub.ids import derived_id
from hub.records import Outcome
from portal_api.conversations import Seen, eye_of
from portal_api.files import MEDIA_TYPES, attachment
from portal_api.routes.dossiers import unknown
from portal_api.uploads import file_name
from portal_api.who import Asking
from portal_api.writes import write
from schemas.commands import Command
from schemas.errors import Busy, Conflict, NotFound
from schemas.publications import MarkPublishedOpened, PublishDocument, ReplacePublished, Shown
from schemas.viewer import VisibleDossier

Choice = str | tuple[bytes, str]
"""A document of the dossier by its source, or what somebody brings: its bytes and what it is called."""


def publications_of(asking: Asking, dossier_id: str) -> tuple[PublicationView, ...]:
    """Raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        return publications_in(dossier_of(asking, dossier_id), connection)


def sources_of(asking: Asking, dossier_id: str) -> tuple[SourceView, ...]:
    """What may be published; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        return sources_in(dossier_of(asking, dossier_id), connection)


def own_documents_of(asking: Asking, dossier_id: str) -> tuple[OwnCategory, ...]:
    """Raises `NotFound` for a dossier in which whoever asks is no customer."""
    eye = eye_of(asking, dossier_id)
    with asking.reading() as connection:
        return own_documents_in(eye, connection)


def publish(
    asking: Asking,
    dossier_id: str,
    about: tuple[str, str, Sequence[str]],
    choice: Choice,
    of_the_write: Seen,
) -> Outcome:
    """Once per key; `about` is its category, its title and whom it is for.

    Raises `NotFound` for what is not in the dossier, `Busy` without a scanner, `Refused` for what may not be shown.
    """
    category, title, parties = about

    def made() -> Command:
        document = _shown(asking, dossier_id, choice)
        return PublishDocument(
            dossier_id=dossier_id, category=category, title=title, parties=tuple(parties), document=document
        )

    given: dict[str, object] = {"category": category, "title": title, "parties": list(parties)}
    return _write(asking, "PublishDocument", dossier_id, given, made, of_the_write)


def replace_with(asking: Asking, dossier_id: str, publication_id: str, choice: Choice, of_the_write: Seen) -> Outcome:
    """A newer version, once per key; raises as `publish`."""

    def made() -> Command:
        document = _shown(asking, dossier_id, choice)
        return ReplacePublished(dossier_id=dossier_id, publication_id=publication_id, document=document)

    return _write(asking, "ReplacePublished", dossier_id, {"publication_id": publication_id}, made, of_the_write)


def version_file(asking: Asking, dossier_id: str, publication_id: str, number: int) -> Response:
    """Any version, for the office; raises `NotFound`, `Conflict` (`publication-gone`)."""
    found = next((each for each in publications_of(asking, dossier_id) if each.id == publication_id), None)
    version = found.version(number) if found else None
    if version is None:
        raise _nowhere(publication_id)
    if not version.is_there:
        raise Conflict("publication-gone", path="number", came=version.name, expected="-")
    return _download(asking, version.blob, version.name, version.kind, version.text)


def own_file(asking: Asking, dossier_id: str, publication_id: str) -> Response:
    """The newest version, for its customer, who opened it by this; raises `NotFound`."""
    shown = (one for category in own_documents_of(asking, dossier_id) for one in category.documents)
    document = next((each for each in shown if each.id == publication_id), None)
    if document is None:
        raise _nowhere(publication_id)
    answer = _download(asking, document.blob, document.name, document.kind, document.text)
    if document.is_new and not asking.who.viewing:
        made = MarkPublishedOpened(dossier_id=dossier_id, publication_id=publication_id, number=document.number)
        unit_id = derived_id("opened", asking.viewer.actor, publication_id, str(document.number))
        # Somebody else has the dossier for a moment: it opens all the same, and the next time marks it.
        with suppress(Busy):
            asking.counter.runtime.execute(made, actor=asking.viewer.actor, unit_id=unit_id)
    return answer


def dossier_of(asking: Asking, dossier_id: str) -> VisibleDossier:
    """Raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise unknown(dossier_id)
    return dossier


def _shown(asking: Asking, dossier_id: str, choice: Choice) -> Shown:
    """The document after the scanner; nothing of it is copied, unless somebody brings it."""
    if isinstance(choice, tuple):
        body, called = choice
        kind, name = asking.counter.vet(body, called), file_name(called)
        digest = hashlib.sha256(body).hexdigest()
        asking.counter.runtime.store.put(digest, io.BytesIO(body))
        facts = {"source": f"own:{digest}", "blob": f"sha256:{digest}", "kind": kind.suffix}
        return Shown.model_validate({**facts, "name": name, "size": len(body)})
    found = next((each for each in sources_of(asking, dossier_id) if each.source == choice), None)
    if found is None:
        raise Conflict("publication-gone", path="source", came=choice or "-", expected="een document van het dossier")
    if found.text:
        size = len(found.text.encode())
        return Shown(source=found.source, blob=found.blob, name=_named(found.name), kind="txt", size=size)
    body = _content(asking, found.blob)
    suffix = asking.counter.screen(body)
    facts = {"source": found.source, "blob": found.blob, "kind": suffix, "name": _named(found.name)}
    return Shown.model_validate({**facts, "size": len(body)})


def _write(
    asking: Asking,
    name: str,
    dossier_id: str,
    more: dict[str, object],
    made: Callable[[], Command],
    of_the_write: Seen,
) -> Outcome:
    dossier_of(asking, dossier_id)
    key, if_match = of_the_write
    given = {"command": name, "dossier_id": dossier_id, **more}
    return write(asking, key, given, made, seen=(dossier_id, if_match))[0]


def _download(asking: Asking, blob: str, name: str, kind: str, text: str) -> Response:
    """Saved, never shown inside the site."""
    ends = name.lower().endswith((f".{kind}", ".jpeg", ".tif"))
    called = name if ends else f"{name}.{kind}"
    if kind == "txt":
        return attachment(text.encode(), called, "text/plain; charset=utf-8")
    return attachment(_content(asking, blob), called, MEDIA_TYPES[kind])


def _content(asking: Asking, blob: str) -> bytes:
    with asking.reading() as connection:
        return read_blob(connection, asking.counter.runtime.store, blob)


def _named(name: str) -> str:
    return file_name(name)[:200]


def _nowhere(publication_id: str) -> NotFound:
    expected = "een document dat u mag zien / a document that you may see"
    return NotFound("not-found", path="publication_id", came=publication_id, expected=expected)
