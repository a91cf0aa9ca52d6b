"""Stock lists: what a DA makes of the list and its lines. Pure; the meaning of a line's statuses is in `folding.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson

from handlers.stock_lists.folding import STAYS_APPROVED, Issued, Stand, fold, step
from handlers.stock_lists.validity import valid_until
from schemas.sending import AnswerRegistered
from schemas.stock_lists import LineStand, RegisterDocumentRequest, StockLineFacts
from schemas.values import CodedText, Provenance, rank

Said = dict[str, dict[str, Any]]
"""Line number → what one message says about it, as JSON values."""

_DELIVERED = frozenset({"02", "03", "04", "06"})
_CODES = ("delivery_moment", "original_kind", "source_name", "file_type", "delivery_reason")
"""What a line may say beside its fields, as code and text."""

_SHOWN = (
    ("document", "document", "document"),
    ("description", "description", "description"),
    ("shown", "status", "status"),
    ("note", "note", "status_note"),
    ("deliver_before", "deliver_before", "deliver_before"),
    ("from_source", "from_source", "from_source"),
    ("chain_status", "chain_status", "chain_status"),
    ("chain_note", "chain_note", "chain_status_note"),
    ("person", "person", "person"),
    ("property_number", "property_number", "property_number"),
    ("on_list", "on_list", ""),
)
"""The fields of a line whose changes the timeline tells: in the row, on the timeline, in the message."""


@dataclass(frozen=True, slots=True)
class StockList:
    """The list of an application. `rank` is its newest DA; `offers` are what was issued (rank, kind, lane).

    `defended`: some message would have taken an approval away, so an offer that comes late may change a line.
    """

    dossier_id: str
    application_id: str
    rank: str
    lender_reference: str
    moment: str
    request_version: int
    offers: list[Any]
    defended: bool


@dataclass(frozen=True, slots=True)
class ListVersion:
    """A DA as it came. `said` is JSON text, line number → what it said; only a new fold reads it."""

    dossier_id: str
    application_id: str
    rank: str
    lane_id: str
    unit_id: str
    lender_reference: str
    moment: str
    request_version: int
    said: str

    def lines(self) -> Said:
        """Line number → what this DA said about it."""
        found: Said = orjson.loads(self.said)
        return found


@dataclass(frozen=True, slots=True)
class StockLine:
    """A line as it stands. `status` and `chain_status` are codes; the chain's never overwrites the lender's.

    `on_list` is false for a line that the newest DA no longer carries.
    """

    dossier_id: str
    application_id: str
    number: str
    document: str
    document_text: str
    description: str
    status: str
    status_text: str
    note: str
    moment: str
    approved_at: str
    asked_rank: str
    asked_moment: str
    flags: list[str]
    on_list: bool
    from_source: bool
    deliver_before: date | None
    valid_until: date | None
    chain_status: str
    chain_note: str
    person: str
    property_number: int | None
    details: dict[str, Any]

    @property
    def shown(self) -> str:
        """Code and text as a person sees them."""
        return f"{self.status} {self.status_text}"


def answer_of(version: "ListVersion", command: RegisterDocumentRequest) -> AnswerRegistered:
    """The news that the lender answered, for what went out to it."""
    return AnswerRegistered(
        dossier_id=version.dossier_id,
        lane_id=version.lane_id,
        code="DA",
        domain=command.domain,
        lender_reference=command.lender_reference,
        number=command.number,
        request_version=command.request_version,
    )


def said_by(command: RegisterDocumentRequest) -> Said:
    """What this message says about every line."""
    return {line.number: _said(line) for line in command.lines}


def version_of(
    command: RegisterDocumentRequest, said: Said, place: tuple[str, str], lane_id: str, unit_id: str
) -> ListVersion:
    """The list as this message says; `place` is its dossier and application."""
    return ListVersion(
        dossier_id=place[0],
        application_id=place[1],
        rank=rank(command.request_version, command.moment, command.sent_at, command.content_hash),
        lane_id=lane_id,
        unit_id=unit_id,
        lender_reference=command.lender_reference,
        moment=command.moment.isoformat() if command.moment else "",
        request_version=command.request_version,
        said=orjson.dumps(said).decode(),
    )


def empty_list(dossier_id: str, application_id: str) -> StockList:
    """The list of an application that no DA has come for."""
    return StockList(dossier_id, application_id, "", "", "", 0, [], defended=False)


def next_list(
    stock_list: StockList, lines: Mapping[str, StockLine], version: ListVersion, said: Said
) -> tuple[StockList, list[StockLine]]:
    """The list and all its lines after a DA that is the newest: one step further."""
    offers = issued_of(stock_list)
    made = {}
    for number, facts in said.items():
        stand = step(stand_of(lines.get(number)), facts, version.rank, offers)
        made[number] = line_of(version, number, facts, stand)
    defended = stock_list.defended or any(STAYS_APPROVED in line.flags for line in made.values())
    gone = [_off(line) for number, line in lines.items() if number not in made]
    return _headed(stock_list, version, defended=defended), [*made.values(), *gone]


def folded(stock_list: StockList, versions: Sequence[ListVersion]) -> tuple[StockList, list[StockLine]]:
    """The list and all its lines from every DA that came, in whatever order: the same as one by one in their order."""
    ordered = [(version, version.lines()) for version in sorted(versions, key=lambda version: version.rank)]
    if not ordered:
        return replace(empty_list(stock_list.dossier_id, stock_list.application_id), offers=stock_list.offers), []
    stands, defended = fold([(version.rank, lines) for version, lines in ordered], issued_of(stock_list))
    last = {number: (version, said) for version, lines in ordered for number, said in lines.items()}
    made = [line_of(version, number, said, stands[number]) for number, (version, said) in last.items()]
    newest, on_list = ordered[-1]
    lines = [line if line.number in on_list else _off(line) for line in made]
    return _headed(stock_list, newest, defended=defended), lines


def with_offer(stock_list: StockList, issued: Issued) -> StockList:
    """The list with one more offer to its knowledge."""
    known = {tuple(each) for each in stock_list.offers} | {issued}
    return replace(stock_list, offers=[list(each) for each in sorted(known)])


def without_offers_of(stock_list: StockList, lane_id: str) -> StockList:
    return replace(stock_list, offers=[each for each in stock_list.offers if each[2] != lane_id])


def issued_of(stock_list: StockList) -> list[Issued]:
    return [(each[0], each[1], each[2]) for each in stock_list.offers]


def stand_of(line: StockLine | None) -> Stand | None:
    """Where a line stands now, as the fold knows it."""
    if line is None:
        return None
    asked = (line.asked_rank, line.asked_moment)
    return Stand(line.status, line.status_text, line.note, line.moment, line.approved_at, asked, tuple(line.flags))


def line_of(version: ListVersion, number: str, said: Mapping[str, Any], stand: Stand) -> StockLine:
    """The line as this DA describes it, with the status where it stands."""
    return StockLine(
        dossier_id=version.dossier_id,
        application_id=version.application_id,
        number=number,
        document=said["document"],
        document_text=said.get("document_text", ""),
        description=said.get("description", ""),
        status=stand.status,
        status_text=stand.text,
        note=stand.note,
        moment=stand.moment,
        approved_at=stand.approved_at,
        asked_rank=stand.asked[0],
        asked_moment=stand.asked[1],
        flags=list(stand.flags),
        on_list=True,
        from_source=said.get("from_source", False),
        deliver_before=date.fromisoformat(said["deliver_before"]) if "deliver_before" in said else None,
        valid_until=valid_until(said["document"], stand.moment) if stand.status in _DELIVERED else None,
        chain_status=said.get("chain_status", ""),
        chain_note=said.get("chain_note", ""),
        person=said.get("person", ""),
        property_number=said.get("property_number"),
        details=said.get("details", {}),
    )


def changes(
    before: Mapping[str, StockLine], made: Sequence[StockLine], command: RegisterDocumentRequest | None
) -> list[dict[str, object]]:
    """What changed in all lines, each field with its element; lines that are as they were are left out."""
    sources = {line.number: line.source for line in command.lines} if command else {}
    found = []
    for line in made:
        old = before.get(line.number)
        if old != line:
            found += _changed(old, line, sources.get(line.number, {}))
    return found


def shown_changes(old: StockLine | None, new: StockLine) -> list[dict[str, object]]:
    """The fields of one line that differ, as the timeline tells them, without their elements."""
    return _changed(old, new, {})


def moved(before: Mapping[str, StockLine], made: Sequence[StockLine]) -> tuple[str, ...]:
    """The numbers of the lines that are no longer what they were, those that are gone included."""
    now = {line.number: line for line in made}
    return tuple(number for number in sorted({*before, *now}) if before.get(number) != now.get(number))


def stand_as_seen(line: StockLine) -> LineStand:
    """The line as other capabilities need it."""
    return LineStand(
        application_id=line.application_id,
        number=line.number,
        document=line.document,
        document_text=line.document_text,
        description=line.description,
        status=line.status,
        status_text=line.status_text,
        note=line.note,
        moment=line.moment,
        asked_rank=line.asked_rank,
        asked_moment=line.asked_moment,
        on_list=line.on_list,
        from_source=line.from_source,
        deliver_before=line.deliver_before,
        person=line.person,
        originals=line.details.get("originals", False),
        original_kind=line.details.get("original_kind", ""),
        delivery_moment=line.details.get("delivery_moment", ""),
        valid_until=line.valid_until,
    )


def _headed(stock_list: StockList, newest: ListVersion, *, defended: bool) -> StockList:
    return replace(
        stock_list,
        rank=newest.rank,
        lender_reference=newest.lender_reference,
        moment=newest.moment,
        request_version=newest.request_version,
        defended=defended,
    )


def _changed(old: StockLine | None, new: StockLine, source: Provenance) -> list[dict[str, object]]:
    fields = (
        (label, getattr(old, name, None), getattr(new, name), source.get(element, ""))
        for name, label, element in _SHOWN
    )
    return [
        {"field": f"line.{new.number}.{label}", "old": was, "new": now, "path": path}
        for label, was, now, path in fields
        if was != now and (was or now)
    ]


def _off(line: StockLine) -> StockLine:
    return replace(line, on_list=False) if line.on_list else line


def _said(line: StockLineFacts) -> dict[str, Any]:
    """What a DA says about one line, as JSON values; what it leaves out is left out."""
    found = {
        "document": line.document.code,
        "document_text": line.document.text,
        "description": line.description,
        "status": line.status.code,
        "text": line.status.text,
        "note": line.status_note,
        "moment": line.status_moment.isoformat(),
        "deliver_before": line.deliver_before.isoformat() if line.deliver_before else "",
        "from_source": line.from_source,
        "chain_status": line.chain_status.code if line.chain_status else "",
        "chain_note": line.chain_status_note,
        "person": line.person,
        "property_number": line.property_number,
        "details": _details(line),
    }
    return {name: value for name, value in found.items() if value}


def _details(line: StockLineFacts) -> dict[str, Any]:
    codes = ((name, getattr(line, name)) for name in _CODES)
    found: dict[str, Any] = {name: _text(code) for name, code in codes if code}
    if line.originals:
        found["originals"] = True
    if line.source_number:
        found["source_number"] = line.source_number
    return found


def _text(code: CodedText) -> str:
    return f"{code.code} {code.text}".strip()
