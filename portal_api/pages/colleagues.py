"""The colleagues that a form offers: who can be given a dossier, a task or an appointment."""

from portal_api.assigning import people
from portal_api.who import Asking


def colleagues(asking: Asking) -> list[tuple[str, str]]:
    """The id and name of everybody of the office who works there: nobody who only looks on, and nobody who left."""
    return people(asking)
