import pytest

from tests.builders.commands import da, line
from tests.builders.stukken import Office


@pytest.fixture
def office(hub, linked, bram):
    """Bram's office, with an application for which no list came yet."""
    return Office(hub, linked, bram)


@pytest.fixture
def asked(hub, office):
    """The same, after a list that asks D1 of the customer."""
    hub.message(office.lane, da(line("D1", "01 Aan te leveren", day=5, description="Werkgeversverklaring Anna")))
    return office
