"""Asking for a list as a file."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.exporting import Format
from portal_api.shapes.exchanges import Request


class ExportRequest(Request):
    format: Format = "xlsx"
    query: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = Field(
        default="", description="The filters, as in the address of the list.", examples=["status=12"]
    )
    reason: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = Field(
        examples=["Maandoverzicht voor de vestiging"]
    )
