"""Writes an SX (StatusMelding): a status in answer to a message (standard, 3.6)."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from adapters.hdn.writers.draft import Draft, Sources
from adapters.hdn.writers.elements import document, laid_out, leaf, made_of
from adapters.hdn.writers.header import write_header
from adapters.hdn.writers.spelling import clock, code, day, is_current, local, text
from adapters.hdn.xml import Element
from schemas.errors import Finding
from schemas.hdn.codes import texts
from schemas.hdn.messages import MESSAGE_TYPES, message_type
from schemas.letters import StatusAnswer

_SX = next(row for row in MESSAGE_TYPES if row.code == "SX")
_LONGEST_LINE = 255
_LINES_TOGETHER = 9
_SPECIFICATIONS = {"DA": "Taxcon"}
"""The middle of …BerichtStatusSpecificatie where it is not the two letters of the answered message."""


def write_status(letter: StatusAnswer, _sources: Sources) -> Draft:
    """The draft of the one status; a status that its list does not have today is a mistake."""
    name = _SPECIFICATIONS.get(letter.domain, letter.domain)
    moment = local(letter.moment)
    status = document(
        "Status",
        leaf("StatusDt", day(moment)),
        leaf("StatusTijd", clock(moment)),
        leaf("Kenmerk", text(letter.lender_reference)),
        leaf("ResponsOpBerichtSoort", answered(letter.domain)),
        document(
            f"{name}BerichtStatusSpecificatie",
            leaf(f"Status{name}Bericht", code(letter.status, f"Status{name}Bericht")),
            leaf("DocumentMijNr", text(letter.document_number)),
        ),
        *_lines(letter),
    )
    root = laid_out(document(_SX.root, write_header(_SX, letter.route), status))
    return Draft(root, findings=tuple(_unknown(letter, name)))


def answered(domain: str) -> str:
    """The answered message as a message names it, like `AX OfferteAanvraag`."""
    row = message_type(domain)
    return row.name if row else domain


def _lines(letter: StatusAnswer) -> Iterator[Element | None]:
    importance = code(letter.importance, "MeldingBelang") if letter.importance else None
    broken = [_broken(line) for given in letter.lines for line in given.splitlines()]
    blocks = [pieces[at : at + _LINES_TOGETHER] for pieces in broken for at in range(0, len(pieces), _LINES_TOGETHER)]
    for number, block in enumerate(blocks, 1):
        rules = [leaf("TekstRegel" if at == 1 else f"TekstRegel{at}", line) for at, line in enumerate(block, 1)]
        yield made_of("StatusTekstRegels", leaf("MeldingBelang", importance), *rules, number=number)


def _broken(line: str) -> Sequence[str]:
    """A line in pieces that fit an element, broken at blanks where there are any."""
    plain = text(line)
    if len(plain) <= _LONGEST_LINE:
        return [plain] if plain else []
    return wrap(plain, _LONGEST_LINE, break_on_hyphens=False)


def _unknown(letter: StatusAnswer, name: str) -> Iterator[Finding]:
    codelist, number = f"Status{name}Bericht", letter.status.code
    if is_current(number, codelist):
        return
    expected = ", ".join(one for one in texts(codelist) if is_current(one, codelist))
    nl = f"Status {number} staat niet in de lijst {codelist}; een status die niemand kent wordt niet verstuurd."
    en = f"Status {number} is not in the list {codelist}; a status that nobody knows is not sent."
    path = f"{_SX.root}/Status/{name}BerichtStatusSpecificatie/{codelist}"
    yield Finding("status-unknown", path, number, expected, nl, en)
