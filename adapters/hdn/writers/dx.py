"""Writes a DX (DocumentBericht): one file for one line of a stock list (standard, 4.5 and 5)."""

import hashlib
from collections.abc import Iterator

from adapters.hdn.payloads import reference
from adapters.hdn.writers.additions import add_all
from adapters.hdn.writers.draft import Draft, Sources
from adapters.hdn.writers.elements import Fields, document, fields, laid_out, leaf
from adapters.hdn.writers.header import write_header
from adapters.hdn.writers.parties import write_applicant, write_party
from adapters.hdn.writers.properties import write_property
from adapters.hdn.writers.spelling import clock, coded, day, local, text, yes_no
from adapters.hdn.writers.sx import answered
from adapters.hdn.xml import Element
from schemas.errors import Finding
from schemas.hdn.messages import MESSAGE_TYPES
from schemas.letters import DocumentDelivery
from schemas.values import CodedText

_DX = next(row for row in MESSAGE_TYPES if row.code == "DX")
_OTHER = CodedText(code="99")
_BASE64 = CodedText(code="B64")
_FILE = f"{_DX.root}/PrintDoc"
_LONGEST_NAME = 100
_WITHIN = 1024
"""Bytes from the start of a file within which a PDF says that it is one."""
_LINE: Fields = (
    ("Aanlevermoment", "delivery_moment", coded("Aanlevermoment")),
    ("SoortDocument", "document", coded("SoortDocument")),
    ("SoortDocumentOmschr", "description", text),
    ("DocumentMijNr", "number", text),
    ("DocumentStatus", "status", coded("DocumentStatus")),
    ("DocumentStatusOmschr", "status_note", text),
)
_ORIGINALS: Fields = (
    ("OrginelenAanleverenJN", "originals", yes_no),
    ("SoortOrigineel", "original_kind", coded("SoortOrigineel")),
)


def write_document(letter: DocumentDelivery, sources: Sources) -> Draft:
    """The draft of one delivery; a file that is too large or is not what it says is a mistake.

    The file's name goes along as the description of the PrintDoc, cut to what that holds.
    """
    content = sources.file(letter.file)
    named = reference(hashlib.sha256(content).hexdigest())
    parties = () if letter.person is None else (write_party(letter.person, 1),)
    root = document(
        _DX.root,
        write_header(_DX, letter.route),
        *parties,
        _print_doc(letter, named),
        document(
            "DocumentData",
            leaf("Kenmerk", text(letter.lender_reference)),
            leaf("ResponsOpBerichtSoort", answered(letter.domain)),
        ),
        _line(letter),
    )
    findings = (*_mistakes(letter, content), *add_all(root, _DX.code, letter.additions, ours=("Header", "PrintDoc")))
    return Draft(laid_out(root), files={named: content}, findings=findings)


def _print_doc(letter: DocumentDelivery, named: str) -> Element:
    name = text(letter.file_name) or text(letter.description)
    return document(
        "PrintDoc",
        leaf("BestandType", coded("BestandType")(letter.file_type)),
        leaf("Encoding", coded("Encoding")(_BASE64)),
        leaf("EncodedData", named),
        leaf("DocSoort", coded("DocSoort")(_OTHER)),
        leaf("DocSoortOmschr", name[:_LONGEST_NAME].rstrip()),
        number=1,
    )


def _line(letter: DocumentDelivery) -> Element:
    moment = local(letter.moment or letter.route.at)
    return document(
        "DocumentKenmerk",
        *fields(letter, _LINE),
        leaf("DocumentStatusDt", day(moment)),
        leaf("DocumentStatusTijd", clock(moment)),
        *fields(letter, _ORIGINALS),
        None if letter.person is None else write_applicant(letter.person, 1),
        None if letter.property is None else write_property(letter.property),
        number=1,
    )


def _mistakes(letter: DocumentDelivery, content: bytes) -> Iterator[Finding]:
    size, most = max(letter.size, len(content)), letter.most_bytes
    if most is not None and size > most:
        nl = f"Het bestand is {size} bytes; deze ontvanger neemt hoogstens {most} bytes aan. Maak het kleiner."
        en = f"The file is {size} bytes; this receiver takes at most {most} bytes. Make it smaller."
        yield Finding("document-too-large", f"{_FILE}/EncodedData", str(size), str(most), nl, en)
    named, found = letter.file_type.code, _kind_of(content)
    if named != found or not found:
        nl = f"Het bestand heet {named}, maar de inhoud is {found or 'geen PDF of TIFF'}; een ontvanger weigert dat."
        en = f"The file is called {named}, but its content is {found or 'no PDF or TIFF'}; a receiver refuses that."
        yield Finding("file-type-mismatch", f"{_FILE}/BestandType", named, found or "PDF, TIFF", nl, en)


def _kind_of(content: bytes) -> str:
    """The code of BestandType that the bytes themselves say, or nothing."""
    if b"%PDF-" in content[:_WITHIN]:
        return "PDF"
    return "TIFF" if content.startswith((b"II*\x00", b"MM\x00*")) else ""
