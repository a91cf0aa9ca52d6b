"""What an administrator changes about his office: its sub-agents, and how far its advisers see."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.offices import directory, organisations
from handlers.offices.rules import described
from hub.addresses import check_email
from hub.clock import Clock
from hub.database import Database
from schemas.names import check_name
from schemas.viewer import Viewer


class OfficeDesk:
    """The acts of an administrator; `office_id` is asked of an operator only."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add_sub_agent(self, viewer: Viewer, office_id: str, *, code: str, name: str, email: str) -> str:
        """The id of a new sub-agent; raises `NotFound`, `Refused` (`request-invalid`, `already-exists`)."""
        with self._database.transaction() as connection:
            made = organisations.add_sub_agent(
                connection,
                office_id=directory.office_of(connection, viewer.office_asked(office_id)).id,
                code=code.strip(),
                name=check_name(name),
                email=check_email(email),
                at=self._clock.now(),
            )
            return made.id

    def close_sub_agent(self, viewer: Viewer, office_id: str, organisation_id: str, *, closed: bool) -> None:
        """Its people do not come in while it is closed. Raises `NotFound`, `Refused`."""
        with self._database.transaction() as connection:
            at = self._clock.now() if closed else None
            organisations.set_closed(connection, viewer.office_asked(office_id), organisation_id, at)

    def set_details(self, viewer: Viewer, office_id: str, facts: Mapping[str, str]) -> None:
        """Who the office is on paper and to receivers; what is left out stays. Raises `NotFound`, `Refused`."""
        office = viewer.office_asked(office_id)
        with self._database.transaction() as connection:
            before = directory.profile_of(connection, office)
            after = described(before, facts)
            if after.email:
                after = replace(after, email=check_email(after.email))
            said = {name: getattr(after, name) for name in facts}
            directory.set_profile(connection, (viewer.actor, self._clock.now()), office=office, **said)

    def set_advisers_see(self, viewer: Viewer, office_id: str, sees: str) -> None:
        """All dossiers of the office, or each adviser his own. Raises `NotFound`, `Refused` (`request-invalid`)."""
        with self._database.transaction() as connection:
            directory.set_advisers_see(connection, office=viewer.office_asked(office_id), sees=sees)
