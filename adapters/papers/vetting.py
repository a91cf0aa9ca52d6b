"""A file that is looked at while its bringer waits: scanned first, then recognised; nothing is kept here."""

from adapters.papers.kinds import Kind, recognise
from hub.scanning import Infected, Scanner, Unscannable
from schemas.errors import Refused


def vet(body: bytes, name: str, scanner: Scanner) -> Kind:
    """The kind of a clean file.

    Raises `Refused`: file-empty, file-infected, file-unscannable, and what `recognise` raises; `Busy` when the scanner
    is away, so that the file is brought again later.
    """
    if not body:
        raise Refused("file-empty", path="file")
    verdict = scanner.scan(body)
    if isinstance(verdict, Infected):
        raise Refused("file-infected", path="file", came=verdict.name)
    if isinstance(verdict, Unscannable):
        raise Refused("file-unscannable", path="file", came=verdict.why)
    return recognise(body, name)
