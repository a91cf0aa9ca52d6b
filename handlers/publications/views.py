"""The reading side of publications: what may be published, what is, and what one customer sees of it.

A document that left the dossier, or is another one by now, is shown to no customer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.customers.views import OwnEye
from handlers.documents.views import documents_in
from handlers.documents.views.stukken import stukken_in
from handlers.dossiers.views import office_of_dossier
from handlers.meeting_reports.views import meeting_reports_in
from handlers.offers.views import offers_in
from handlers.publications import rules
from handlers.publications.rules import DocumentCategory, Opening, Publication, PublishedVersion
from handlers.publications.tables import CATEGORIES, OPENINGS, PUBLICATIONS, VERSIONS
from handlers.service_agreements.views import agreements_in
from hub import rows as statements
from schemas.viewer import Viewer, VisibleDossier

_OWN = "own"


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document that may be published. `source` names it, `blob` is its hash, `text` what a report says."""

    source: str
    blob: str
    name: str
    text: str = ""

    @property
    def origin(self) -> str:
        """file, attachment, agreement, report or own."""
        return self.source.partition(":")[0]


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """A customer who opened it, and when first."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionView:
    """`is_there`: the document is still in the dossier, and still this one; `text` is that of a report."""

    number: int
    source: str
    blob: str
    name: str
    kind: str
    size: int
    who: str
    made_at: datetime
    is_there: bool
    text: str
    opened_by: tuple[OpenedBy, ...]


@dataclass(frozen=True, slots=True)
class PublicationView:
    """As the office sees it: the newest version first; `parties` are whom it is for, none for all."""

    id: str
    category: str
    title: str
    parties: tuple[str, ...]
    versions: tuple[VersionView, ...]
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_who: str
    withdrawn_why: str

    def version(self, number: int) -> VersionView | None:
        return next((each for each in self.versions if each.number == number), None)


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """As its customer sees it; `is_new` until he opened it."""

    id: str
    title: str
    number: int
    name: str
    kind: str
    size: int
    blob: str
    text: str
    published_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class OwnCategory:
    """A category with something in it."""

    id: str
    nl: str
    en: str
    documents: tuple[OwnDocument, ...]


def sources_in(dossier: VisibleDossier, connection: Connection) -> tuple[SourceView, ...]:
    """Every document that may be published, what lenders sent first."""
    return tuple(_found(dossier, connection, _READERS).values())


def publications_in(dossier: VisibleDossier, connection: Connection) -> tuple[PublicationView, ...]:
    """What customers see and saw, the latest first; what was withdrawn last."""
    found = statements.select(connection, PUBLICATIONS, "dossier_id", [dossier.id])
    versions, sources = _versions(dossier, connection) if found else ({}, {})
    openings = statements.select(connection, OPENINGS, "dossier_id", [dossier.id]) if found else []
    actors = {each.withdrawn_by for each in found if each.withdrawn_by} | {each.reader for each in openings}
    actors |= {each.made_by for known in versions.values() for each in known}
    names = names_of(connection, actors) if actors else {}
    found.sort(key=lambda each: (each.withdrawn_at is None, each.made_at, each.id), reverse=True)
    return tuple(_view(each, versions[each.id], sources, openings, names) for each in found)


def own_documents_in(eye: OwnEye, connection: Connection) -> tuple[OwnCategory, ...]:
    """What this customer may open, by category in the order of his office; of each the newest version."""
    dossier = eye.dossier
    his = [
        each
        for each in statements.select(connection, PUBLICATIONS, "dossier_id", [dossier.id])
        if rules.is_for(each, eye.keys)
    ]
    if not his:
        return ()
    versions, sources = _versions(dossier, connection)
    openings = statements.select(connection, OPENINGS, "dossier_id", [dossier.id])
    opened = {(each.publication_id, each.number) for each in openings if each.reader == eye.reader}
    shown: dict[str, list[OwnDocument]] = defaultdict(list)
    for each in sorted(his, key=lambda each: (each.title.casefold(), each.id)):
        newest = versions[each.id][-1]
        if _is_there(newest, sources):
            is_new = (each.id, newest.number) not in opened
            shown[each.category].append(_own(each, newest, _text(newest, sources), is_new=is_new))
    known = _categories(connection, office_of_dossier(connection, dossier.id))
    return tuple(OwnCategory(each.id, each.nl, each.en, tuple(shown[each.id])) for each in known if shown[each.id])


def categories_for(viewer: Viewer, connection: Connection, office_id: str = "") -> tuple[DocumentCategory, ...]:
    """Those of the viewer's office, in its order, with what it does not use; raises `NotFound` for another's."""
    return _categories(connection, viewer.office_asked(office_id))


def categories_in(dossier: VisibleDossier, connection: Connection) -> tuple[DocumentCategory, ...]:
    """Those of the office of a dossier, in its order."""
    return _categories(connection, office_of_dossier(connection, dossier.id))


def _categories(connection: Connection, office_id: str) -> tuple[DocumentCategory, ...]:
    return rules.categories_of(office_id, statements.select(connection, CATEGORIES, "office_id", [office_id]))


def _lenders(dossier: VisibleDossier, connection: Connection) -> Iterable[SourceView]:
    for offers in offers_in(dossier, connection).values():
        for file in (file for each in offers for file in each.files):
            yield _file(str(file["blob"]), str(file.get("description") or file["kind"]))
    for documents in documents_in(dossier, connection).values():
        for each in documents:
            yield _file(each.blob, each.description or each.document_text)


def _file(blob: str, name: str) -> SourceView:
    digest = blob.removeprefix("sha256:")
    return SourceView(f"file:{digest}", f"sha256:{digest}", name)


def _handed_in(dossier: VisibleDossier, connection: Connection) -> Iterable[SourceView]:
    found = stukken_in(dossier, connection)
    for each in (*(file for stuk in found.stukken for file in stuk.attachments), *found.loose):
        if each.may_be_opened:
            yield SourceView(f"attachment:{each.id}", each.blob, each.name)


def _agreements(dossier: VisibleDossier, connection: Connection) -> Iterable[SourceView]:
    for each in agreements_in(dossier, connection):
        if each.blob:
            yield SourceView(f"agreement:{each.id}", each.blob, each.number)


def _reports(dossier: VisibleDossier, connection: Connection) -> Iterable[SourceView]:
    for each in meeting_reports_in(dossier, connection):
        if each.is_whole:
            text = f"{each.subject}\n\n{each.text}"
            yield SourceView(f"report:{each.id}", f"sha256:{each.digest}", each.subject, text)


_Reader = Callable[[VisibleDossier, Connection], Iterable[SourceView]]
_READERS: dict[str, _Reader] = {
    "file": _lenders,
    "attachment": _handed_in,
    "agreement": _agreements,
    "report": _reports,
}


def _found(dossier: VisibleDossier, connection: Connection, origins: Collection[str]) -> dict[str, SourceView]:
    """What is in the dossier now of these origins, by source."""
    found: dict[str, SourceView] = {}
    for origin in origins:
        for each in _READERS[origin](dossier, connection):
            found.setdefault(each.source, each)
    return found


def _versions(
    dossier: VisibleDossier, connection: Connection
) -> tuple[dict[str, list[PublishedVersion]], dict[str, SourceView]]:
    """The versions of each publication, the oldest first, and the documents that they are as far as they are there."""
    found = statements.select(connection, VERSIONS, "dossier_id", [dossier.id])
    by_publication: dict[str, list[PublishedVersion]] = defaultdict(list)
    for each in sorted(found, key=lambda each: each.number):
        by_publication[each.publication_id].append(each)
    asked = {each.source.partition(":")[0] for each in found} - {_OWN}
    return by_publication, _found(dossier, connection, sorted(asked))


def _is_there(version: PublishedVersion, sources: dict[str, SourceView]) -> bool:
    """What the office brought for this is nowhere else; anything else is in the dossier, and still the same."""
    if version.source.startswith(f"{_OWN}:"):
        return True
    found = sources.get(version.source)
    return found is not None and found.blob == version.blob


def _text(version: PublishedVersion, sources: dict[str, SourceView]) -> str:
    found = sources.get(version.source)
    return found.text if found else ""


def _view(
    publication: Publication,
    versions: Iterable[PublishedVersion],
    sources: dict[str, SourceView],
    openings: Iterable[Opening],
    names: dict[str, str],
) -> PublicationView:
    opened: dict[int, list[Opening]] = defaultdict(list)
    for each in openings:
        if each.publication_id == publication.id:
            opened[each.number].append(each)
    return PublicationView(
        id=publication.id,
        category=publication.category,
        title=publication.title,
        parties=tuple(publication.parties),
        versions=tuple(
            VersionView(
                number=each.number,
                source=each.source,
                blob=each.blob,
                name=each.name,
                kind=each.kind,
                size=each.size,
                who=names.get(each.made_by, ""),
                made_at=each.made_at,
                is_there=_is_there(each, sources),
                text=_text(each, sources),
                opened_by=tuple(
                    OpenedBy(names.get(one.reader, ""), one.at)
                    for one in sorted(opened[each.number], key=lambda one: (one.at, one.reader))
                ),
            )
            for each in sorted(versions, key=lambda each: each.number, reverse=True)
        ),
        made_at=publication.made_at,
        withdrawn_at=publication.withdrawn_at,
        withdrawn_who=names.get(publication.withdrawn_by, ""),
        withdrawn_why=publication.withdrawn_why,
    )


def _own(publication: Publication, version: PublishedVersion, text: str, *, is_new: bool) -> OwnDocument:
    return OwnDocument(
        id=publication.id,
        title=publication.title,
        number=version.number,
        name=version.name,
        kind=version.kind,
        size=version.size,
        blob=version.blob,
        text=text,
        published_at=version.made_at,
        is_new=is_new,
    )
