import pytest

from tests.builders.stukken import Office


@pytest.fixture
def office(hub, linked, bram):
    """Bram's office, with an application for which no list came yet."""
    return Office(hub, linked, bram)
