"""Exports to adviser software (advies-export): what of a dossier went out as an AX, and the number it comes back by."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from schemas.commands import Command
from schemas.documents import Blob
from schemas.hdn.codes import texts
from schemas.values import Value

ExportFormat = Literal["AX 24.0"]
CORRELATION = re.compile(r"EX[0-9]{2}-[0-9A-HJKMNP-TV-Z]{12}")
"""The AanvraagVolgNr that an export has and keeps through all its versions; no package makes one of this shape."""
YES_NO = ("J", "N")
YesNo = Literal["", "J", "N"]
STUDY_LOAN = tuple(texts("StudieleningInventarisatie"))
MOST_VERSIONS, MOST_PRODUCTS = 999, 9
ProductName = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]


class ApplicantAnswers(Value):
    """What an AX asks of an applicant beside what the dossier keeps; empty while nobody said it.

    The names are those of Hypotheekgever: HuwelijkOntbondenJN with HuwelijkOntbondenDt, HoofdelijkAansprakelijkJN,
    FiscaalInwonerVanNederlandJN, UitsluitendOfMedeFiscaalInwonerBuitenNedJN, StudieleningInventarisatie.
    """

    reference: Annotated[str, StringConstraints(max_length=20, pattern=r"^[0-9A-Za-z]*$")]
    divorced: YesNo = ""
    divorced_on: date | None = None
    liable: YesNo = ""
    tax_resident: YesNo = ""
    taxed_abroad: YesNo = ""
    study_loan: Annotated[str, StringConstraints(max_length=2, pattern=r"^[0-9]*$")] = ""


class ExportDossier(Command):
    """The dossier went out as this file. `facts` are its parties, products and properties as they were written.

    `products` are those of the office that went along, by id; `version` is the AanvraagVersie;
    `receiver` the node of the package, the office's own when the file is taken along.
    """

    dossier_id: str
    correlation: Annotated[str, StringConstraints(pattern=f"^{CORRELATION.pattern}$")]
    version: Annotated[int, Field(ge=1, le=MOST_VERSIONS)]
    format: ExportFormat = "AX 24.0"
    receiver: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    blob: Blob
    size: Annotated[int, Field(ge=1)]
    facts: dict[str, Any]
    answers: tuple[ApplicantAnswers, ...] = ()
    products: Annotated[tuple[ProductName, ...], Field(max_length=MOST_PRODUCTS)] = ()
