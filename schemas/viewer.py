"""Who looks: every function that reads for a person or a machine asks for a `Viewer`, so access is decided once."""

from dataclasses import dataclass

from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody of one office, an operator, or a lender, in one environment. `actor` is `user:…`, `key:…` or `client:…`.

    `involved_as` are the names under which he has a part in dossiers (`user:…`, `organisation:…`): he sees those
    dossiers of the office and nothing else of it. `None`: he sees all that is the office's.
    `stands_in_for` are the colleagues (`user:…`) whose work is his today as well.
    `only_in` narrows that to one dossier, for a colleague who looks as its customer.
    `node` is the node of a lender, who sees its traffic and no dossier.
    How this becomes a condition in a statement stands in `hub/reach.py`.
    """

    office_id: str | None
    is_operator: bool
    actor: str
    environment: str
    involved_as: tuple[str, ...] | None = None
    stands_in_for: tuple[str, ...] = ()
    node: str = ""
    only_in: str = ""

    def may_see(self, office_id: str | None, environment: str) -> bool:
        """Whether all that is this office's is his to see; environments never meet.

        The unclaimed node and other offices are for operators.
        Who sees some dossiers only is asked for each: `hub.reach.sees_dossier`.
        """
        if environment != self.environment:
            return False
        if self.is_operator:
            return True
        return self.involved_as is None and office_id is not None and office_id == self.office_id

    def office_asked(self, office_id: str) -> str:
        """His own office, or the one that an operator names; raises `NotFound` for another's."""
        if self.is_operator:
            return office_id
        if not self.office_id or office_id not in {"", self.office_id}:
            raise NotFound("not-found", path="office", came=office_id, expected="een kantoor / an office")
        return self.office_id


@dataclass(frozen=True, slots=True)
class VisibleDossier:
    """A dossier that a viewer has in scope; `handlers.dossiers.views` makes it, the other views ask for it."""

    id: str
    viewer: Viewer
