"""From a person and his role to what he sees: the one place where a record scope becomes a viewer. Pure."""

from handlers.accounts.roles import role_of
from handlers.accounts.rules import User
from schemas.viewer import Viewer


def viewer_of(
    user: User, environment: str, *, advisers_see: str = "office", stands_in_for: tuple[str, ...] = ()
) -> Viewer:
    """The person as a viewer; `stands_in_for` are the colleagues whose work is his today (`user:…`)."""
    sees = role_of(user.role).sees
    is_by_part = sees == "part" or (sees == "own-if-set" and advisers_see == "own")
    names = (user.actor, *stands_in_for)
    if user.organisation_id:
        names += (f"organisation:{user.organisation_id}",)
    return Viewer(
        office_id=user.office_id,
        is_operator=sees == "all",
        actor=user.actor,
        environment=environment,
        involved_as=names if is_by_part else None,
        stands_in_for=stands_in_for,
        node=user.node or "",
    )
