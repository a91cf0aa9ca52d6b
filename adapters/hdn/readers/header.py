"""The Header of a message: optional, because the platform carries these facts around the message since 24.0."""

from dataclasses import dataclass
from datetime import date, datetime

from adapters.hdn.readers.fields import Flags, Table, read_fields
from adapters.hdn.readers.values import (
    DATE,
    MESSAGE_CODE,
    NODE,
    TEXT,
    TIME,
    VERSION,
    Kind,
    as_date,
    coded,
)
from adapters.hdn.xml import Element
from hub.clock import AMSTERDAM
from schemas.values import is_in_calendar


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What the Header says; a fact it does not carry is `None`.

    `sender` and `receiver` are nodes of six digits, `message_type` and `receiver_code` two letters.
    `moment` is VerzendDt and VerzendTijd as written; `sent_at` is the same moment with the zone Europe/Amsterdam.
    """

    sender: str | None = None
    receiver: str | None = None
    message_type: str | None = None
    schema_version: str | None = None
    receiver_code: str | None = None
    moment: datetime | None = None
    sent_at: datetime | None = None
    number: str | None = None
    request_version: int | None = None
    package: str | None = None
    package_version: str | None = None


def _day_of_sending(text: str) -> date:
    """A day that can be brought to UTC, because the moment of sending is compared with those of other zones."""
    day = as_date(text)
    if not is_in_calendar(day):
        raise ValueError(text)
    return day


_FIELDS: Table = {
    "VerzenderNrHDN": ("sender", NODE),
    "OntvangerNrHDN": ("receiver", NODE),
    "Berichtsoort": ("message_type", MESSAGE_CODE),
    "BerichtVersie": ("schema_version", TEXT),
    "OntvangerCode": ("receiver_code", coded("OntvangerCode")),
    "VerzendDt": ("day", Kind(_day_of_sending, DATE.expected)),
    "VerzendTijd": ("clock", TIME),
    "AanvraagVolgNr": ("number", TEXT),
    "AanvraagVersie": ("request_version", VERSION),
    "PakketNaam": ("package", TEXT),
    "PakketVersie": ("package_version", TEXT),
}
_NO_HEADER = HeaderFacts()


def read_header(root: Element) -> HeaderFacts:
    """The facts of the Header, all `None` without one.

    Raises `Refused` (`invalid-value`) for a node, date, time or request version that cannot be read.
    """
    header = next(root.iterchildren("Header"), None)
    if header is None:
        return _NO_HEADER
    found = read_fields(header, header_path(root), _FIELDS, Flags())
    found.join_moment("moment")
    moment = found.values.get("moment")
    code = found.take("receiver_code")
    return HeaderFacts(
        sent_at=moment.replace(tzinfo=AMSTERDAM) if moment else None,
        receiver_code=code.code if code else None,
        **found.values,
    )


def header_path(root: Element) -> str:
    """The path of the Header of `root`, whether it is there or not."""
    return f"{root.tag}/Header"
