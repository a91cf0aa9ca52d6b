"""Who looks: every function that reads for a person or a machine asks for a `Viewer`, so access is decided once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody of one office, or an operator, in one environment. `actor` is `user:…` or `key:…`."""

    office_id: str | None
    is_operator: bool
    actor: str
    environment: str

    def may_see(self, office_id: str | None, environment: str) -> bool:
        """An office sees its own; the unclaimed node and other offices are for operators; environments never meet."""
        if environment != self.environment:
            return False
        return self.is_operator or (office_id is not None and office_id == self.office_id)


@dataclass(frozen=True, slots=True)
class VisibleDossier:
    """A dossier that a viewer has in scope; `handlers.dossiers.views` makes it, the other views ask for it."""

    id: str
    viewer: Viewer
