"""The status that answers an application at once: received, or technically not to be processed (design, section 4).

Once per exchange, message type and request version.
Only an application gets one: a status, offer or document request is never answered so, or two hubs would loop.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy.engine import Connection

from adapters.hdn.schemas import SchemaSet
from adapters.hdn.writers.composing import compose
from adapters.hdn.xml import text
from adapters.understanding import Known, uuid_of
from hub import rows as statements
from hub.clock import AMSTERDAM
from hub.composing import Composed
from hub.directory import LENDER, OFFICE, Directory
from hub.entries import Entry
from hub.ids import derived_id
from hub.lanes import Unit
from hub.outgoing import outgoing_of
from hub.records import MESSAGES, Outgoing
from hub.registry import Refusal
from schemas.errors import NotFound, Refused
from schemas.hdn.messages import message_type
from schemas.hdn.statuses import status_rule
from schemas.letters import Route, StatusAnswer
from schemas.values import CodedText, Environment

Domain = Literal["AX", "KX", "LX", "MX", "IA"]

STATUSES: Mapping[Domain, tuple[str, str]] = {
    "AX": ("09", "25"),
    "KX": ("01", "03"),
    "LX": ("09", "13"),
    "MX": ("01", "04"),
    "IA": ("01", "04"),
}
"""Per application: the status that it came in well, and the one that it cannot be processed (status_rules.csv)."""


_ANSWERED_BEFORE = frozenset({"request-version-backwards", "message-id-reused"})


NOT_TO_PROCESS: Mapping[Domain, str] = {"AX": "14", "KX": "03", "LX": "13", "MX": "04", "IA": "04"}
"""Per application: the status that it cannot be processed, which needs a text."""


class _Nothing:
    """A status names no message and no file."""

    def original(self, message_id: str) -> bytes:
        raise NotFound("not-found", path="original", came=message_id)

    def file(self, blob: str) -> bytes:
        raise NotFound("not-found", path="file", came=blob)


@dataclass(frozen=True, slots=True)
class ReceiptStatus:
    """What the journal asks when it knows what became of the message, and in which lane."""

    domain: Domain
    route: Route
    names: tuple[str, ...]
    schemas: SchemaSet | None

    def __call__(self, entry: Entry, refusal: Refused | None, message_id: str, lane_id: str | None) -> Outgoing | None:
        """The status as it goes out; it belongs to the message and is made once for its version.

        A version that was answered well before is not called unprocessable because other content came under its number.
        """
        if refusal and refusal.slug in _ANSWERED_BEFORE:
            return None
        well, badly = STATUSES[self.domain]
        code = badly if refusal else well
        made = compose(_answer(self.domain, code, self.route, refusal), _Nothing(), schemas=self.schemas)
        route = self.route
        place = (route.environment, route.sender, route.receiver, *self.names)
        composed = Composed(
            code=made.code,
            message_type=made.message_type,
            envelope=made.envelope,
            body=made.body,
            content_hash=made.content_hash,
            size=len(made.body),
        )
        return outgoing_of(
            composed,
            id=derived_id("receipt-status", *place, self.domain, str(route.request_version), code),
            lane_id=lane_id,
            office_id=entry.office_id,
            unit_id=message_id,
            n=-1,
            dossier_id=None,
            about=f"{self.domain} {code}",
            made_at=entry.received_at,
            made_by="intake",
        )


def _answer(domain: Domain, code: str, route: Route, refusal: Refused | None) -> StatusAnswer:
    rule = status_rule(domain, code)
    return StatusAnswer(
        route=route,
        domain=domain,
        status=CodedText(code=code, text=rule.text if rule else ""),
        moment=route.at.astimezone(AMSTERDAM).replace(tzinfo=None),
        lines=(refusal.nl,) if refusal else (),
    )


def refusal_status(directory: Directory) -> Refusal:
    """What answers an application that a handler refused: not to be processed, with the reason (SX 14, KX 03, …)."""

    def answer(connection: Connection, unit: Unit, refused: Refused) -> StatusAnswer | None:
        (message,) = statements.select(connection, MESSAGES, "id", [unit.id]) or (None,)
        row = message_type(message.message_type) if message else None
        if message is None or row is None or row.code not in NOT_TO_PROCESS or not directory.reaches(message.sender):
            return None
        receiver = directory.find(message.receiver)
        if receiver is None or receiver.kind != OFFICE:
            return None
        uuid = uuid_of(message.dossier_name)
        route = Route(
            sender=receiver.node,
            receiver=message.sender,
            environment=cast("Environment", message.environment),
            dossier=uuid or None,
            number=None if uuid else message.dossier_name or None,
            request_version=message.request_version or 1,
            at=unit.at,
        )
        return _answer(cast("Domain", row.code), NOT_TO_PROCESS[cast("Domain", row.code)], route, refused)

    return answer


def receipt_status(known: Known, directory: Directory, schemas: SchemaSet | None) -> ReceiptStatus | None:
    """The status that this message will be answered with, if it is an application whose sender can be reached."""
    if known.code and known.code not in STATUSES:
        return None
    row = message_type(known.said.message_type or "") or message_type(_root_name(known))
    sender = known.handed.bound_to or known.said.sender
    number = known.header.number or (None if uuid_of(known.said.dossier) else known.said.dossier)
    own = known.address.node or _own(directory, known)
    if row is None or row.code not in STATUSES or not directory.reaches(sender) or own in {"", sender}:
        return None
    if not (number or known.said.dossier):
        return None
    route = Route(
        sender=own,
        receiver=str(sender),
        environment=cast("Environment", known.said.environment),
        dossier=uuid_of(known.said.dossier) or None,
        number=number,
        request_version=known.said.request_version or 1,
        at=known.handed.received_at,
    )
    return ReceiptStatus(cast("Domain", row.code), route, tuple(filter(None, (number, route.dossier))), schemas)


def _root_name(known: Known) -> str:
    return str(known.root.tag) if known.root is not None else ""


def _own(directory: Directory, known: Known) -> str:
    """The node that a message was for although it was refused: the office's, or that of the office it names."""
    receiver = directory.find(known.said.receiver)
    if receiver is None or known.root is None:
        return ""
    if receiver.kind == OFFICE:
        return receiver.node
    numbers = [text(each) for each in known.root.iterfind("TussenPersoon/TussenpersoonNr")]
    offices = directory.known_as(numbers, receiver.code) if receiver.kind == LENDER else ()
    office = directory.of_office(offices[0]) if len(offices) == 1 else None
    return office.node if office else ""
