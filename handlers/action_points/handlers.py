"""Opens and closes action points as news of them comes, and lets them through to the customer."""

from handlers.action_points import rules
from handlers.action_points.rules import ActionPointPolicy
from handlers.action_points.tables import ACTION_POINTS, POLICIES
from handlers.dossiers.views import office_of
from hub.ids import derived_id
from hub.work import Work
from schemas.action_points import ActionNeeded, ReleaseActionPoints, SetActionPointPolicy
from schemas.errors import NotFound


def hear_of_need(event: ActionNeeded, work: Work) -> None:
    """The one action point of this thing, as it stands after the news."""
    point_id = derived_id(event.dossier_id, "action point", event.about, event.about_id)
    before = next((each for each in work.find(ACTION_POINTS, event.dossier_id) if each.id == point_id), None)
    if before is None and not (event.needed and event.need == "asked"):
        return
    at_once = rules.is_at_once(work.consult(POLICIES, office_of(work, event.dossier_id)))
    after = rules.after(before, event, point_id, work.cause.at, at_once=at_once)
    if after is None and before:
        work.remove(ACTION_POINTS, before)
    elif after and after != before:
        work.put(ACTION_POINTS, after)


def release_action_points(command: ReleaseActionPoints, work: Work) -> None:
    """The adviser had a look; the customer sees them from here on. Raises `NotFound` for one that is not there."""
    known = {each.id: each for each in work.find(ACTION_POINTS, command.dossier_id)}
    for point_id in command.action_points:
        if point_id not in known:
            raise NotFound("not-found", path="action_points", came=point_id, expected="een actiepunt / an action point")
        before = known[point_id]
        after = rules.released(before, work.cause.actor, work.cause.at)
        if after != before:
            work.put(ACTION_POINTS, after)
            work.tell("action-point-released", about=before.application_id, facts={"note": before.subject})


def set_action_point_policy(command: SetActionPointPolicy, work: Work) -> None:
    """An office decides; what is held already stays so until somebody lets it through or it is asked again."""
    work.put(POLICIES, ActionPointPolicy(command.office_id, command.at_once, work.cause.actor, work.cause.at))
