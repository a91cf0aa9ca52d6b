"""What the lender's answer to a delivery (SX about a DX) means, and what the adviser does about it."""

from dataclasses import dataclass
from typing import Literal

Again = Literal["never", "as-it-is", "changed"]
"""never: the lender has it. as-it-is: the same document may go again. changed: the same one would be refused again."""


@dataclass(frozen=True, slots=True)
class AnswerMeaning:
    """What a code of StatusDXBericht asks of the adviser, as whole sentences."""

    code: str
    again: Again
    nl: str
    en: str


MEANINGS: dict[str, AnswerMeaning] = {
    meaning.code: meaning
    for meaning in (
        AnswerMeaning(
            "01",
            "changed",
            "De geldverstrekker meldt een wachtwoord op het document. Keur het beveiligde bestand af of laat "
            "het weg, en verstuur het stuk opnieuw.",
            "The lender reports a password on the document. Reject or leave out the protected file and send "
            "the document again.",
        ),
        AnswerMeaning(
            "02",
            "never",
            "De geldverstrekker heeft dit document al. U hoeft niets te doen.",
            "The lender has this document already. There is nothing to do.",
        ),
        AnswerMeaning(
            "03",
            "as-it-is",
            "De geldverstrekker kent het nummer van dit stuk niet. Wacht op een nieuwe stukkenlijst of vraag "
            "erom, en verstuur het stuk dan opnieuw.",
            "The lender does not know the number of this line. Wait for a new list or ask for it, then send "
            "the document again.",
        ),
        AnswerMeaning(
            "04",
            "changed",
            "Het document is te groot voor de geldverstrekker. Laat pagina's weg die niet gevraagd zijn of "
            "vraag een lichtere scan, en verstuur het stuk opnieuw.",
            "The document is too large for the lender. Leave out pages that were not asked for or ask for a "
            "lighter scan, and send it again.",
        ),
        AnswerMeaning(
            "05",
            "as-it-is",
            "De geldverstrekker neemt deze bestandssoort niet aan. Bel de geldverstrekker: een PDF hoort te "
            "mogen. Verstuur het stuk daarna opnieuw.",
            "The lender does not take this kind of file. Call the lender, because a PDF should be fine. Then "
            "send the document again.",
        ),
        AnswerMeaning(
            "06",
            "as-it-is",
            "Volgens de geldverstrekker is het bestand anders dan aangekondigd. Verstuur het stuk opnieuw; "
            "gebeurt het weer, meld het dan aan beheer.",
            "The lender says that the file is not what it was called. Send the document again; tell "
            "operations when it happens again.",
        ),
        AnswerMeaning(
            "80",
            "as-it-is",
            "De geldverstrekker vindt uw kantoor niet gemachtigd; de toelichting zegt waarom. Regel de "
            "machtiging en verstuur het stuk opnieuw.",
            "The lender finds your office not authorised; its note says why. Arrange the authorisation and "
            "send the document again.",
        ),
        AnswerMeaning(
            "81",
            "as-it-is",
            "De HDN Poortwachter gaf geen machtiging; de toelichting zegt waarom. Regel de machtiging en "
            "verstuur het stuk opnieuw.",
            "The HDN gatekeeper gave no authorisation; its note says why. Arrange the authorisation and send "
            "the document again.",
        ),
        AnswerMeaning(
            "82",
            "never",
            "De HDN Poortwachter antwoordde niet, maar het document is wel verzonden. U hoeft niets te doen.",
            "The HDN gatekeeper did not answer, but the document was sent. There is nothing to do.",
        ),
    )
}
"""By code; source of the codes: dictionary of 2016 (StatusDXBericht), of what to do: this hub."""

_UNKNOWN = AnswerMeaning(
    "",
    "as-it-is",
    "De geldverstrekker kon het document niet aannemen. Lees de toelichting, herstel het en verstuur het stuk opnieuw.",
    "The lender could not take the document. Read its note, mend it and send the document again.",
)


def meaning_of(code: str) -> AnswerMeaning:
    """What an answer of this code asks; one that the list does not know asks for a look."""
    return MEANINGS.get(code, _UNKNOWN)


def is_defect(code: str) -> bool:
    """Whether the document has to come again."""
    return meaning_of(code).again != "never"
