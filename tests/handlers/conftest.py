"""A hub without broker for the handlers' tests; its database serves one module, its lanes and dossiers one test."""

import pytest

from schemas.viewer import Viewer
from tests.builders.commands import ax
from tests.builders.rounds import MORNING, Rounds


@pytest.fixture(scope="module")
def _shared(tmp_path_factory):
    rounds = Rounds(tmp_path_factory.mktemp("hub"))
    yield rounds
    rounds.database.close()


@pytest.fixture
def hub(_shared):
    _shared.now = MORNING
    return _shared


@pytest.fixture
def lane(hub):
    """A lane of kantoor-1 and lender-AG in which nothing has come yet."""
    return hub.lane()


@pytest.fixture
def linked(hub, lane):
    """The same after its AX."""
    hub.message(lane, ax())
    return lane


@pytest.fixture
def dossier(hub, linked):
    return hub.dossier_of(linked)


@pytest.fixture
def bram():
    """An adviser of kantoor-1."""
    return Viewer("kantoor-1", is_operator=False, actor="user:bram", environment="production")


@pytest.fixture
def chris():
    """Somebody of another office, who must see nothing."""
    return Viewer("kantoor-2", is_operator=False, actor="user:chris", environment="production")
