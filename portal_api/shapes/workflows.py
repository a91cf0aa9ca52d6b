"""Shapes of workflows: where a product stands, what may be done, and definitions with their versions."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Reason, Request
from portal_api.shapes.shape import Shape
from schemas.products import Kind

StateKey = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9-]*$")]
_Text = Annotated[str, StringConstraints(max_length=40_000, pattern=r"^[^\x00]*$")]
_Note = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class StateShape(Shape):
    """A state; `within` is for how many working days a product may stand in it, 0 for as long as it takes."""

    key: str = Field(examples=["in-progress"])
    nl: str
    en: str
    ends: bool
    within: int


class MoveShape(Shape):
    on: str = Field(description="A message or act.", examples=["SX:10"])
    to: str


class StepShape(Shape):
    """Something people may do; without `to` it is done on the tab `place`."""

    key: str
    nl: str
    en: str
    origins: tuple[str, ...]
    to: str
    needs: tuple[str, ...] = Field(examples=[["part", "contact"]])
    asks: str = Field(description="reason, evidence (and a reason), or nothing.")
    place: str


class TakenShape(Shape):
    at: datetime
    who: str = Field(description="Who did it; empty for a message.")
    cause: str = Field(examples=["step:withdraw", "SX:10"])
    before: str
    after: str = Field(description="The same as before for what came after the end.")
    reason: str
    evidence: str


class WorkflowShape(Shape):
    """Where a product stands, what may be done from there, and how it came here, newest first."""

    product_id: str
    kind: str
    version: int = Field(description="Of its definition; 0 is the hub's own.")
    newest: int
    state: str
    since: datetime
    is_over: bool
    states: tuple[StateShape, ...]
    steps: tuple[StepShape, ...]
    history: tuple[TakenShape, ...]


class StepRequest(Request):
    """A step; `seen` is the state that the caller saw."""

    step: StateKey = Field(examples=["withdraw"])
    seen: StateKey = ""
    reason: Reason = ""
    evidence: Reason = ""


class AdoptRequest(Request):
    """`state` is asked when the newest version does not know the product's own."""

    state: StateKey = ""


class DefinitionRequest(Request):
    """A definition as text (docs/workflows.md); `after` is the version that it was made from."""

    text: _Text
    after: Annotated[int, Field(ge=0, le=1_000_000)]
    note: _Note = ""


class PreviewRequest(Request):
    text: _Text


class DefinitionShape(Shape):
    """A version of the definition of a kind of product."""

    kind: Kind
    version: int
    note: str
    who: str
    made_at: datetime | None
    name: str
    text: str
    states: tuple[StateShape, ...]
    moves: tuple[MoveShape, ...]
    steps: tuple[StepShape, ...]


class DefinitionsShape(Shape):
    items: tuple[DefinitionShape, ...]


class PreviewShape(Shape):
    """What a definition would be; nothing is kept."""

    name: str
    states: tuple[StateShape, ...]
    moves: tuple[MoveShape, ...]
    steps: tuple[StepShape, ...]
