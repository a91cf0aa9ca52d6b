"""Shapes of an import of relations: rows by their fields, and what became of each."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from portal_api.sheets import MOST_ROWS

_Name = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]
_Value = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
RowFields = Annotated[dict[_Name, _Value], Field(max_length=40)]


class ImportRequest(Request):
    """Rows by their fields; `keep` does it, without it they are tried and nothing is kept."""

    rows: Annotated[tuple[RowFields, ...], Field(min_length=1, max_length=MOST_ROWS)] = Field(
        examples=[[{"source_id": "17", "birth_name": "Wit", "email": "anna@klant.example"}]]
    )
    keep: bool = False
    confirmed: bool = Field(default=False, description="Open also those who may be in a dossier already.")


class RowOutcomeShape(Shape):
    number: int = Field(description="The row, from 1.")
    name: str
    state: str = Field(description="new, there (an earlier import opened it), alike or refused.")
    dossier_id: str
    dossier_number: str
    nl: str = Field(description="Why it was refused, in Dutch.")
    en: str


class ImportShape(Shape):
    items: tuple[RowOutcomeShape, ...]
    counts: dict[str, int] = Field(examples=[{"new": 9, "there": 0, "alike": 0, "refused": 1}])
