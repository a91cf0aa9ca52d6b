"""The colleagues that a form offers: who can be given a dossier, a task or an appointment."""

from handlers.accounts.views.staff import may_take_over, staff_for
from portal_api.who import Asking


def colleagues(asking: Asking) -> list[tuple[str, str]]:
    """The id and name of everybody of the office who works there: nobody who only looks on, and nobody who left."""
    with asking.reading() as connection:
        people = staff_for(asking.viewer, connection, asking.counter.runtime.doors.now())
    return [(each.id, each.name) for each in people if may_take_over(each)]
