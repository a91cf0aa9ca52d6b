"""Action points (actiepunten): what a customer has to do; they know no product, only what they are about."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from schemas.commands import Command, Event
from schemas.values import Value

Need = Literal["asked", "handed_in", "closed", "withdrawn", "gone"]
"""asked: somebody has to act. handed_in: it was done and is looked at. closed: it is right.
withdrawn: nobody asks for it any more. gone: the thing itself left the dossier."""


Kind = Literal["upload", "confirm", "appointment"]
"""upload: hand something in. confirm: read something and agree. appointment: come, or make an appointment."""
Verdict = Literal["done", "approved", "rejected"]
"""What staff say of a point that they made: the customer did it, it is right, or it is asked again."""


class PointTerms(Value):
    """What staff ask of a customer by hand. `party` is for whom (`application/reference`), empty for everybody.

    `remark` is for the customer; `application_id` is empty when it belongs to none. `document` is the SoortDocument
    that is asked, empty for what is no document of the standard: it says which plain words the customer reads.
    """

    kind: Kind = "upload"
    subject: str
    remark: str = ""
    due: date | None = None
    party: str = ""
    application_id: str = ""
    document: Annotated[str, StringConstraints(pattern=r"^([0-9]{3})?$")] = ""


class ActionNeeded(Event):
    """How much a customer is needed for one thing, as it stands now; the same news twice changes nothing.

    `about` is the kind of thing (`stuk`) and `about_id` which one; `application_id` is empty when it belongs to none.
    `needed` is false when somebody else has to do it: then there is no action point, or it closes.
    `subject` says what to hand in, `reason` why again, `person` whom it is about, as a name; `document` is its code of
    SoortDocument, empty for what is none.
    """

    dossier_id: str
    application_id: str = ""
    about: str
    about_id: str
    need: Need
    needed: bool
    subject: str
    reason: str = ""
    person: str = ""
    due: date | None = None
    document: str = ""


class ReleaseActionPoints(Command):
    """The adviser had a look: these action points are the customer's from here on."""

    dossier_id: str
    action_points: tuple[str, ...]


class SetActionPointPolicy(Command):
    """An office says whether action points reach its customers at once, or after the adviser had a look."""

    office_id: str
    at_once: bool


class MakeActionPoint(Command):
    """Staff ask something of the customer, who sees it at once."""

    dossier_id: str
    terms: PointTerms


class StartChecklist(Command):
    """The stukkenlijst of a customer's profile becomes action points; what he is asked already is not asked again.

    `party` is for whom (`application/reference`), empty for everybody.
    """

    dossier_id: str
    profile: str
    party: str = ""
    due: date | None = None


class ChangeActionPoint(Command):
    """They ask it otherwise, as long as it is open."""

    dossier_id: str
    action_point_id: str
    terms: PointTerms


class WithdrawActionPoint(Command):
    """They ask it no more, as long as it is open."""

    dossier_id: str
    action_point_id: str
    reason: str = ""


class JudgeActionPoint(Command):
    """They judge what came in; rejected asks a reason, and opens the same point in a next round."""

    dossier_id: str
    action_point_id: str
    verdict: Verdict
    reason: str = ""
