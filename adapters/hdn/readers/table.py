"""The registry of readers: the two letters of a message → what reads it.

A reader takes a validated tree and the facts around it, and gives the commands of the message with its flags.
"""

from collections.abc import Callable

from adapters.hdn.readers.ax import read_application
from adapters.hdn.readers.da import read_document_request
from adapters.hdn.readers.dx import read_document
from adapters.hdn.readers.ox import read_offer
from adapters.hdn.readers.reading import Origin, Reading
from adapters.hdn.readers.sx import read_status
from adapters.hdn.xml import Element
from schemas.commands import Command

Reader = Callable[[Element, Origin], Reading[Command]]

READERS: dict[str, Reader] = {
    "AX": read_application,
    "SX": read_status,
    "OX": read_offer,
    "DA": read_document_request,
    "DX": read_document,
}
