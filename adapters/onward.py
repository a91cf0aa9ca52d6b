"""What goes on: a message for a lender's node is imported and carried, under the office that it is of.

What is for an office's own node stays there until a person sends it on (design, section 4, "Whose message is it").
"""

from adapters.addressing import FROM_LENDER, Address
from adapters.understanding import Known, uuid_of
from hub.directory import LENDER, OFFICE, PACKAGE, Directory
from hub.records import NodeEntry
from schemas.applications import RegisterApplication
from schemas.errors import Refused
from schemas.sending import CarryMessage


def carried(directory: Directory, known: Known, place: Address) -> tuple[CarryMessage, ...]:
    """The command that carries a message of the network to the lender that it is for."""
    said = known.said
    receiver = directory.find(said.receiver)
    if known.code in FROM_LENDER or receiver is None or receiver.kind != LENDER or place.office_id is None:
        return ()
    number = known.header.number or (None if uuid_of(said.dossier) else said.dossier)
    return (
        CarryMessage(
            code=known.code,
            receiver=receiver.node,
            receiver_code=(said.receiver_code or "").partition(" ")[0],
            dossier=uuid_of(said.dossier) or None,
            number=number,
            request_version=said.request_version or 1,
            schema_version=said.schema_version or "",
            opens=isinstance(known.commands[0], RegisterApplication),
        ),
    )


def office_of_package(directory: Directory, known: Known, financier: str) -> NodeEntry | None:
    """The office of what a package sends to a lender: by TussenpersoonNr, or by the exchange that it goes on with.

    Raises `Refused` (`office-unknown`) when no office, or more than one, answers to that.
    """
    said = known.said
    sender, receiver = directory.find(said.sender), directory.find(said.receiver)
    if sender is None or sender.kind != PACKAGE or (receiver is not None and receiver.kind == OFFICE):
        return None
    lender = receiver.code if receiver and receiver.kind == LENDER else financier
    command = known.commands[0]
    if isinstance(command, RegisterApplication):
        numbers = [each.number for each in command.intermediaries]
        found, came = directory.known_as(numbers, lender), ", ".join(numbers)
    else:
        names = [name for name in (uuid_of(said.dossier), known.header.number, said.dossier) if name]
        found, came = directory.of_exchange(said.environment or "", names, lender), ", ".join(dict.fromkeys(names))
    if len(found) != 1:
        expected = "één kantoor / one office" if found else "een kantoor van deze hub / an office of this hub"
        raise Refused("office-unknown", path="TussenPersoon/TussenpersoonNr", came=came, expected=expected)
    return directory.of_office(found[0])
