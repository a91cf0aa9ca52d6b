"""Shapes of merging and splitting dossiers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from portal_api.merging import MergePlan
from portal_api.shapes.exchanges import Id, Reason, Request
from portal_api.shapes.keeping import PartyRequest, facts_of
from portal_api.shapes.shape import Shape
from portal_api.splitting import AskedSplit
from schemas.merging import Chosen, MergeChoices, MergeDossiers, Side

Name = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z:_-]{1,120}$")]
_MOST, _MOST_PEOPLE = 500, 6
_FIGURES = "How many rows of each kind go, as the preview said; 409 `merge-changed` when it is otherwise by now."


class ChoicesRequest(Request):
    """Where both dossiers have something of which there can be one: `here` is the dossier that stays."""

    adviser: Side = "here"
    handler: Side = "here"
    standing: Side = "here"
    lead_source: Side = "here"
    people: dict[Name, Name] = Field(
        default={},
        max_length=_MOST,
        description="Party of that dossier → the one of this who he is, by reference.",
    )
    dates: dict[Name, Side] = Field(default={}, max_length=_MOST, description="Date that both have → whose counts.")
    customers: tuple[Id, ...] = Field(
        default=(), max_length=_MOST, description="Accounts of customers of that dossier that open this one too."
    )
    sub_agents: tuple[Id, ...] = Field(default=(), max_length=_MOST, description="Sub-agents of that dossier likewise.")

    def chosen(self) -> MergeChoices:
        return MergeChoices.model_validate(self.model_dump())


class MergePreviewRequest(Request):
    with_dossier_id: Id
    choices: ChoicesRequest = ChoicesRequest()


class MergeRequest(MergePreviewRequest):
    """Everything of that dossier goes to this one."""

    reason: Reason = Field(examples=["Twee adviseurs maakten een dossier voor hetzelfde huishouden"])
    seen: dict[Name, int] | None = Field(default=None, max_length=_MOST, description=_FIGURES)

    def command(self, dossier_id: str) -> MergeDossiers:
        return MergeDossiers(
            dossier_id=dossier_id,
            with_dossier_id=self.with_dossier_id,
            reason=self.reason,
            choices=self.choices.chosen(),
            seen=self.seen,
        )


class SplitPreviewRequest(Request):
    """What goes, and where to: a dossier that is there (`to`), back to one that was merged (`undoes`), or a new one."""

    applications: tuple[Id, ...] = Field(default=(), max_length=_MOST)
    products: tuple[Id, ...] = Field(default=(), max_length=_MOST)
    parties: tuple[Name, ...] = Field(default=(), max_length=_MOST, description="References of what the office keeps.")
    things: tuple[Name, ...] = Field(default=(), max_length=_MOST, examples=[["task:0199f3d2", "contact:0199f3d3"]])
    to: Id | Literal[""] = ""
    people: tuple[PartyRequest, ...] = Field(
        default=(), max_length=_MOST_PEOPLE, description="Of a new dossier, when nobody goes who can be reached."
    )
    undoes: Id | Literal[""] = Field(default="", description="The merge that is taken back.")

    def asked(self, reason: str = "–", seen: dict[str, int] | None = None) -> AskedSplit:
        chosen = Chosen(
            applications=self.applications, products=self.products, parties=self.parties, things=self.things
        )
        people = tuple(facts_of(each) for each in self.people)
        return AskedSplit(reason=reason, chosen=chosen, to=self.to, people=people, undoes=self.undoes, seen=seen)


class SplitRequest(SplitPreviewRequest):
    reason: Reason = Field(examples=["Twee huishoudens in één dossier"])
    seen: dict[Name, int] | None = Field(default=None, max_length=_MOST, description=_FIGURES)


class ClashShape(Shape):
    what: str = Field(description="adviser, handler, standing, lead_source, or date. and the id of a date.")
    here: str
    there: str


class SamePersonShape(Shape):
    """A party of that dossier who may be a party of this one; `reasons` as in dossiers that look alike."""

    reference: str
    name: str
    here: str
    name_here: str
    reasons: tuple[str, ...]


class AccountShape(Shape):
    id: str
    who: str


class PlanShape(Shape):
    """What would go from `with_dossier_id` to `dossier_id`; nothing of it is done."""

    dossier_id: str
    number: str
    with_dossier_id: str
    with_number: str
    clashes: tuple[ClashShape, ...]
    people: tuple[SamePersonShape, ...]
    customers: tuple[AccountShape, ...] = Field(description="They see this dossier only when they are chosen.")
    sub_agents: tuple[AccountShape, ...]
    running: tuple[int, int] = Field(description="Open products of this dossier and of that one; they all go on.")
    withheld: bool = Field(description="What its customers were asked waits until somebody lets it through again.")
    figures: dict[str, int] = Field(examples=[{"applications": 1, "tasks": 2}])


class SplitPlanShape(Shape):
    figures: dict[str, int]


class HeldShape(Shape):
    kind: str
    id: str
    facts: dict[str, str]


class MoveShape(Shape):
    """A merge or split of this dossier."""

    id: str
    kind: str
    other_id: str
    other_number: str
    at: datetime
    who: str
    reason: str
    figures: dict[str, int]
    undone_at: datetime | None


class MovesShape(Shape):
    """`holds` is what can go to another dossier."""

    moves: tuple[MoveShape, ...]
    holds: tuple[HeldShape, ...]


def plan_of(plan: MergePlan) -> PlanShape:
    return PlanShape(
        dossier_id=plan.here.id,
        number=plan.here.number,
        with_dossier_id=plan.there.id,
        with_number=plan.there.number,
        clashes=tuple(ClashShape.model_validate(each) for each in plan.clashes),
        people=tuple(SamePersonShape.model_validate(each) for each in plan.people),
        customers=tuple(AccountShape.model_validate(each) for each in plan.customers),
        sub_agents=tuple(AccountShape.model_validate(each) for each in plan.sub_agents),
        running=plan.running,
        withheld=plan.withheld,
        figures=plan.figures,
    )
