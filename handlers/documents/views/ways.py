"""How a document gets to the lender of an exchange: its node, its codes, and the largest file that it takes."""

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.directory import LENDER
from hub.records import LANES, NODES, PARTNERS
from schemas.errors import Refused


@dataclass(frozen=True, slots=True)
class Way:
    """To whom the documents of an exchange go; `most_bytes` is absent when nobody set a limit."""

    lane_id: str
    receiver: str
    receiver_code: str
    receiver_name: str
    most_bytes: int | None


def way_of(connection: Connection, lane_id: str) -> Way:
    """The way of an exchange; raises `Refused` (`unknown-receiver`) when its lender has no node here."""
    lanes = statements.select(connection, LANES, "id", [lane_id])
    partner = lanes[0].partner if lanes else ""
    named = (
        *statements.select(connection, NODES, "code", [partner]),
        *statements.select(connection, NODES, "node", [partner]),
    )
    lender = next((each for each in named if each.kind == LENDER and partner), None)
    if lender is None:
        raise Refused("unknown-receiver", path="lane_id", came=partner, expected="een geldverstrekker / a lender")
    limits = statements.select(connection, PARTNERS, "node", [lender.node])
    most = limits[0].most_bytes if limits else None
    return Way(lane_id, lender.node, lender.code, lender.name, most)
