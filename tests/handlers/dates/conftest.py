"""An office with its people, and the clock that gives what is due."""

from datetime import UTC, datetime

import pytest

from handlers.accounts.people import add_user
from handlers.notifications.tables import NOTIFICATIONS
from handlers.offices.directory import add_office
from handlers.offices.tables import OFFICES
from hub import rows as statements
from hub.clock import AMSTERDAM
from hub.ids import new_id
from hub.timers import Timers, next_due
from schemas.involvements import AssignDossier
from tests.builders.engine import FixedClock
from tests.builders.rounds import REGISTRY


class Office:
    """Kantoor-1: Bram has the dossier, Els does casework, Olga administers."""

    def __init__(self, hub, dossier):
        self.hub, self.dossier = hub, dossier
        self.clock = FixedClock(hub.now)
        with hub.database.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM timers")  # what other tests planned would be given here
            if not statements.select(connection, OFFICES, "id", ["kantoor-1"]):
                add_office(connection, name="De Brug", node="500901", office_id="kantoor-1", at=hub.now)
            for name, role in (("bram", "adviser"), ("els", "handler"), ("olga", "administrator")):
                email = f"{name}-{new_id()[-12:]}@example.org"
                made = add_user(
                    connection, office_id="kantoor-1", name=name.title(), role=role, email=email, at=hub.now
                )
                setattr(self, name, made)
        hub.command(AssignDossier(dossier_id=dossier, part="adviser", person_id=self.bram.id))

    def until(self, day, time="12:00"):
        """The clock runs to this moment in Amsterdam and gives what falls due on the way, each at its own moment."""
        at = moment(day, time)
        self._tick()
        while (due := self._next()) and due <= at:
            self.clock.at = due
            self._tick()
        self.hub.now = self.clock.at = at

    def at_once(self, day, time="12:00"):
        """As after an outage: nothing was given until this moment."""
        self.hub.now = self.clock.at = moment(day, time)
        self._tick()

    def mails(self, user):
        """When (Amsterdam) this colleague was mailed about this dossier, and with which template."""
        made = [(each.made_at.astimezone(AMSTERDAM), each.template) for each in self._letters(user)]
        return [(f"{at:%m-%d %H:%M}", template) for at, template in made]

    def last_mail(self, user):
        return self._letters(user)[-1]

    def told(self, *kinds):
        """The lines of the timeline about dates, oldest first: kind and facts."""
        return [each for each in self.hub.timeline(self.dossier) if each.kind in kinds]

    def _letters(self, user):
        with self.hub.database.reading() as connection:
            found = statements.select(connection, NOTIFICATIONS, "office_id", ["kantoor-1"])
        own = [each for each in found if each.addressee == user.actor and self.dossier in each.about]
        return sorted(own, key=lambda each: each.made_at)

    def _tick(self):
        timers = Timers(self.hub.database, REGISTRY, self.clock)
        while timers.tick():
            pass

    def _next(self):
        with self.hub.database.reading() as connection:
            return next_due(connection, self.clock.at)


def moment(day, time):
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.fixture
def office(hub, dossier):
    return Office(hub, dossier)
