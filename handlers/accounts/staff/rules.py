"""What an administrator may do to whom, and how one version of an account is told from another. Pure."""

from hashlib import sha256

from handlers.accounts.roles import role_of
from handlers.accounts.rules import User
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer

STAFF = ("office", "sub-agent")
"""Whose accounts an office keeps itself; customers come in through their dossier, lenders through the operator."""


def check_his(viewer: Viewer, user: User) -> None:
    """Whether this account is the viewer's to keep; raises `NotFound`, the same as for nobody."""
    is_his = viewer.is_operator or viewer.may_see(user.office_id, viewer.environment)
    if not is_his or (role_of(user.role).of not in STAFF and not viewer.is_operator):
        raise NotFound("not-found", path="person_id", came=user.id, expected="iemand van het kantoor / a colleague")


def check_other(viewer: Viewer, user: User) -> None:
    """Nobody shuts himself out or takes his own role away; raises `Refused` (`own-account`)."""
    if viewer.actor == user.actor:
        raise Refused("own-account", path="person_id")


def check_may_give(viewer: Viewer, role: str) -> None:
    """An office gives the roles of its own people; only whoever runs the hub makes operators and lenders.

    Raises `Refused` (`request-invalid`, `role-not-given`).
    """
    if role_of(role).of not in STAFF and not viewer.is_operator:
        raise Refused("role-not-given", path="role", came=role)


def version_of(user: User) -> str:
    """A name for the account as it is now, so that a form from a stale tab is noticed."""
    said = (user.name, user.role, user.email, user.phone, user.organisation_id, user.node, user.ends_on)
    return sha256(repr((*said, user.disabled_at)).encode()).hexdigest()[:16]


def changes(before: User, after: User) -> dict[str, str]:
    """What is another than before: the field and its new value; a name or number is not repeated."""
    plain = ("role", "organisation_id", "node", "ends_on")
    found = {each: str(getattr(after, each) or "") for each in plain if getattr(before, each) != getattr(after, each)}
    private = [each for each in ("name", "email", "phone") if getattr(before, each) != getattr(after, each)]
    return found | dict.fromkeys(private, "changed")
