"""Whose message it is: the office it belongs to and the partner that its exchange is with (design, section 4)."""

from dataclasses import dataclass

from hub.directory import LENDER, OFFICE, Directory
from hub.records import NodeEntry
from schemas.envelope import Envelope
from schemas.errors import Refused

FROM_LENDER = frozenset({"SX", "OX", "DA"})
"""Messages that answer an application and count only from its lender."""
GENERIC = "HDN"
_AN_OFFICE = "een kantoor van deze hub / an office of this hub"
_A_NODE = "een kantoor of geldverstrekker van deze hub / an office or lender of this hub"


@dataclass(frozen=True, slots=True)
class Address:
    """`office_id` is `None` for the unclaimed node, `node` the office-side node, `partner` a lender's code or node."""

    office_id: str | None
    node: str
    partner: str


def address(
    directory: Directory,
    said: Envelope,
    code: str,
    financier: str,
    *,
    is_operators: bool,
    office: NodeEntry | None = None,
) -> Address:
    """The office and the partner of a message.

    `code` is the two letters of the message, `financier` the lender that an application names inside.
    `office` is the office of a package's message when neither end is one.
    Only what the operator handed in himself (`is_operators`) may be for a node that nobody claimed.
    Raises `Refused("unknown-receiver")` for a node of nobody, or when no office of this hub is in it.
    """
    sender, receiver = directory.find(said.sender), directory.find(said.receiver)
    office = _office(receiver) or _office(sender) or office
    if not is_operators:
        _check_known(said, receiver, office)
    if code in FROM_LENDER:
        node = office.node if office else said.receiver or said.sender or ""
        return Address(_id_of(office), node, _lender(sender, said, is_operators=is_operators))
    node = office.node if office else said.sender or said.receiver or ""
    return Address(_id_of(office), node, _receiving_partner(receiver, said, financier))


def _check_known(said: Envelope, receiver: NodeEntry | None, office: NodeEntry | None) -> None:
    if said.receiver and receiver is None:
        raise Refused("unknown-receiver", path="receiver", came=said.receiver, expected=_A_NODE)
    if not said.receiver and office is None:
        raise Refused("envelope-invalid", path="receiver", came="niets / nothing", expected="zes cijfers / six digits")
    if office is None:
        raise Refused("unknown-receiver", path="receiver", came=said.receiver, expected=_AN_OFFICE)


def _lender(sender: NodeEntry | None, said: Envelope, *, is_operators: bool) -> str:
    """The lender that answers: by its node, because what a partner writes about himself proves nothing.

    The operator may hand in for a lender that is not registered; there the code in the message tells.
    """
    if sender and sender.kind == LENDER and sender.code:
        return sender.code
    return (_named(said) if is_operators else "") or said.sender or ""


def _receiving_partner(receiver: NodeEntry | None, said: Envelope, financier: str) -> str:
    """The lender written to: by its node, by the receiver code, by what the application names, else the node."""
    if receiver and receiver.kind == LENDER and receiver.code:
        return receiver.code
    return _named(said) or financier or said.receiver or ""


def _named(said: Envelope) -> str:
    code = (said.receiver_code or "").partition(" ")[0]
    return "" if code == GENERIC else code


def _office(entry: NodeEntry | None) -> NodeEntry | None:
    return entry if entry and entry.kind == OFFICE else None


def _id_of(office: NodeEntry | None) -> str | None:
    return office.office_id if office else None
