"""A file that is looked at while its bringer waits: scanned first, then recognised; nothing is kept here."""

from adapters.papers.kinds import ACCEPTED, Kind, recognise, suffix_of
from hub.scanning import Infected, Scanner, Unscannable
from schemas.errors import Refused


def vet(body: bytes, name: str, scanner: Scanner) -> Kind:
    """The kind of a clean file.

    Raises `Refused`: file-empty, file-infected, file-unscannable, and what `recognise` raises; `Busy` when the scanner
    is away, so that the file is brought again later.
    """
    _check_clean(body, scanner)
    return recognise(body, name)


def screen(body: bytes, scanner: Scanner) -> str:
    """What the content of a clean file is, without opening it: what a lender sent is passed on as it came.

    Raises as `vet`, but for what cannot be opened.
    """
    _check_clean(body, scanner)
    suffix = suffix_of(body)
    if not suffix:
        raise Refused("file-kind", path="file", came="?", expected=ACCEPTED)
    return suffix


def _check_clean(body: bytes, scanner: Scanner) -> None:
    if not body:
        raise Refused("file-empty", path="file")
    verdict = scanner.scan(body)
    if isinstance(verdict, Infected):
        raise Refused("file-infected", path="file", came=verdict.name)
    if isinstance(verdict, Unscannable):
        raise Refused("file-unscannable", path="file", came=verdict.why)
