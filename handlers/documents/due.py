"""What waits for the hub itself: files to scan, documents to make. Read by the role that does it, for no viewer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from handlers.documents.rules import attachments as files
from handlers.documents.rules import stukken
from handlers.documents.rules.attachments import Attachment
from handlers.documents.rules.stukken import Stuk
from handlers.documents.tables import ATTACHMENTS, STUKKEN
from handlers.documents.views.ways import way_of
from handlers.stock_lists.views import exchanges_in, lines_in
from hub import rows as statements
from schemas.documents import PageChoice
from schemas.errors import Refused
from schemas.stock_lists import LineStand


@dataclass(frozen=True, slots=True)
class FileToScan:
    """An original that nobody looked at yet; `is_new` when the scanner was not asked for it before."""

    dossier_id: str
    attachment_id: str
    blob: str
    handed_in_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class PageToMake:
    """One page: of which original, which page (from 0), turned how far clockwise."""

    blob: str
    index: int
    turn: int


@dataclass(frozen=True, slots=True)
class OriginalToUse:
    """An original of a document: the name it came with, its kind, how many pages it has."""

    blob: str
    name: str
    kind: str
    pages: int


@dataclass(frozen=True, slots=True)
class DocumentToMake:
    """The document of one line; `made_of` names its pages, `most_bytes` is what the lender takes when that is known."""

    dossier_id: str
    application_id: str
    line_number: str
    made_of: str
    title: str
    pages: tuple[PageToMake, ...]
    originals: tuple[OriginalToUse, ...]
    most_bytes: int | None
    made_at: datetime


def files_to_scan(connection: Connection, limit: int) -> list[FileToScan]:
    """The longest waiting first."""
    table = ATTACHMENTS.table.c
    query = (
        select(table.dossier_id, table.id, table.blob, table.handed_in_at, table.state == "received")
        .where(table.state.in_(sorted(files.WAITING)))
        .order_by(table.handed_in_at, table.id)
        .limit(limit)
    )
    return [FileToScan(row[0], row[1], row[2], row[3], bool(row[4])) for row in connection.execute(query)]


def waiting_since(connection: Connection) -> datetime | None:
    """When the file was handed in that waits longest for the scanner; `None` when none waits."""
    table = ATTACHMENTS.table.c
    query = select(func.min(table.handed_in_at)).where(table.state.in_(sorted(files.WAITING)))
    found: datetime | None = connection.execute(query).scalar_one()
    return found


def documents_to_make(connection: Connection, limit: int) -> list[DocumentToMake]:
    """Every document whose pages are all approved and that was not made of them yet."""
    table = STUKKEN.table.c
    query = select(STUKKEN.table).where(table.wanted != table.made_of, table.wanted != "").limit(limit)
    found = [_task(connection, Stuk(*row)) for row in connection.execute(query)]
    return [each for each in found if each]


def _task(connection: Connection, stuk: Stuk) -> DocumentToMake | None:
    lines = lines_in(connection, stuk.dossier_id)
    line = next((each for each in lines if (each.application_id, each.number) == _place(stuk)), None)
    all_files = statements.select(connection, ATTACHMENTS, "dossier_id", [stuk.dossier_id])
    known = files.of_line(all_files, *_place(stuk))
    pages = stukken.chosen(stuk, line, known) if line else []
    by_id = {each.id: each for each in known}
    if line is None or stukken.named(line.title, pages, by_id) != stuk.wanted:
        return None
    return _made(stuk, line, pages, by_id, _most(connection, stuk))


def _made(
    stuk: Stuk, line: LineStand, pages: list[PageChoice], by_id: dict[str, Attachment], most: int | None
) -> DocumentToMake:
    used = list({each.id: each for each in (by_id[page.attachment] for page in pages)}.values())
    return DocumentToMake(
        dossier_id=stuk.dossier_id,
        application_id=stuk.application_id,
        line_number=stuk.line_number,
        made_of=stuk.wanted,
        title=line.title,
        pages=tuple(PageToMake(by_id[page.attachment].blob, page.index, page.turn) for page in pages),
        originals=tuple(OriginalToUse(each.blob, each.name, each.kind, each.pages) for each in used),
        most_bytes=most,
        made_at=max(each.judged_at or each.handed_in_at for each in used),
    )


def _most(connection: Connection, stuk: Stuk) -> int | None:
    """What the lender of the line takes; without a node of it there is no limit to keep yet."""
    lane_id = exchanges_in(connection, stuk.dossier_id).get(stuk.application_id, "")
    try:
        return way_of(connection, lane_id).most_bytes
    except Refused:
        return None


def _place(stuk: Stuk) -> tuple[str, str]:
    return stuk.application_id, stuk.line_number
