"""What may be published, replaced and withdrawn, who sees it, and the categories of an office. Pure."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from schemas.errors import Conflict, Refused
from schemas.publications import MOST_VERSIONS, PublishDocument, SetDocumentCategory, Shown

_TITLE_MAX, _REASON_MAX, _NAME_MAX = 200, 500, 60


@dataclass(frozen=True, slots=True)
class Publication:
    """A document for customers. `parties` are whom it is for, none for all; `versions` how many there are."""

    dossier_id: str
    id: str
    category: str
    title: str
    parties: list[Any]
    versions: int
    made_by: str
    made_at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version: which document of the dossier it is; `number` counts from 1, customers see the highest."""

    dossier_id: str
    publication_id: str
    number: int
    source: str
    blob: str
    name: str
    kind: str
    size: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened a version, for the first time at `at`."""

    dossier_id: str
    publication_id: str
    number: int
    reader: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentCategory:
    """A category of an office; `set_at` is `None` for one that ships and was never changed."""

    office_id: str
    id: str
    nl: str
    en: str
    position: int
    is_active: bool
    set_by: str
    set_at: datetime | None


def categories_of(office_id: str, own: Iterable[DocumentCategory]) -> tuple[DocumentCategory, ...]:
    """Those that ship, as the office changed them, and its own, in its order."""
    known = {each.id: each for each in (*_shipped(office_id), *own)}
    return tuple(sorted(known.values(), key=lambda each: (each.position, each.id)))


def category_set(command: SetDocumentCategory, by: str, at: datetime) -> DocumentCategory:
    """Raises `Refused` (`request-invalid`)."""
    nl, en = (_line(name, given, _NAME_MAX) for name, given in (("nl", command.nl), ("en", command.en)))
    return DocumentCategory(command.office_id, command.category, nl, en, command.position, command.active, by, at)


def check_category(category: str, known: Iterable[DocumentCategory]) -> None:
    """Raises `Refused` (`request-invalid`) for one that the office does not use."""
    used = [each.id for each in known if each.is_active]
    if category not in used:
        raise Refused("request-invalid", path="category", came=category, expected=", ".join(used) or "-")


def published(
    command: PublishDocument, publication_id: str, known: Collection[str], by: str, at: datetime
) -> Publication:
    """`known` are the parties of the dossier; raises `Refused` (`request-invalid`)."""
    parties = list(dict.fromkeys(command.parties))
    for each in parties:
        if each not in known:
            raise Refused("request-invalid", path="parties", came=each, expected=", ".join(sorted(known)) or "-")
    title = _line("title", command.title, _TITLE_MAX)
    return Publication(command.dossier_id, publication_id, command.category, title, parties, 1, by, at)


def version_of(publication: Publication, document: Shown, by: str, at: datetime) -> PublishedVersion:
    """The version that this publication counts last."""
    shown = document.model_dump()
    return PublishedVersion(
        publication.dossier_id, publication.id, publication.versions, **shown, made_by=by, made_at=at
    )


def check_stands(publication: Publication) -> None:
    """Raises `Conflict` (`publication-withdrawn`)."""
    if publication.withdrawn_at:
        came = publication.withdrawn_at.isoformat()
        raise Conflict("publication-withdrawn", path="publication_id", came=came, expected="-")


def replaced(publication: Publication) -> Publication:
    """With one version more. Raises `Conflict` (`publication-withdrawn`), `Refused` (`request-invalid`)."""
    check_stands(publication)
    if publication.versions >= MOST_VERSIONS:
        raise Refused("request-invalid", path="document", came=publication.versions, expected=f"<= {MOST_VERSIONS}")
    return replace(publication, versions=publication.versions + 1)


def withdrawn(publication: Publication, reason: str, by: str, at: datetime) -> Publication:
    """Raises `Conflict` (`publication-withdrawn`), `Refused` (`reason-needed`, `request-invalid`)."""
    check_stands(publication)
    why = " ".join(reason.split())
    if not why:
        raise Refused("reason-needed", path="reason", came="niets / nothing", expected="een reden / a reason")
    if len(why) > _REASON_MAX:
        raise Refused("request-invalid", path="reason", came=len(why), expected=f"<= {_REASON_MAX}")
    return replace(publication, withdrawn_by=by, withdrawn_at=at, withdrawn_why=why)


def is_for(publication: Publication, keys: Collection[str]) -> bool:
    """Whether whoever is these parties may see it: one of them is named, or nobody is."""
    return publication.withdrawn_at is None and (not publication.parties or any(e in keys for e in publication.parties))


@cache
def _defaults() -> tuple[dict[str, str], ...]:
    text = files("handlers.publications").joinpath("categories.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["categories"])


def _shipped(office_id: str) -> list[DocumentCategory]:
    return [
        DocumentCategory(office_id, each["id"], each["nl"], each["en"], 10 * place, True, "", None)  # noqa: FBT003 - a field
        for place, each in enumerate(_defaults(), 1)
    ]


def _line(path: str, given: str, most: int) -> str:
    line = " ".join("".join(each if each.isprintable() else " " for each in given).split())
    if not line or len(line) > most:
        raise Refused("request-invalid", path=path, came=len(line), expected=f"1–{most}")
    return line
