import pytest

from tests.builders.desks import close_desk, open_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk that the tests of one file share; whoever writes opens a dossier of his own."""
    made = open_desk(tmp_path_factory.mktemp("desk"))
    yield made
    close_desk(made)


@pytest.fixture
def own_desk(tmp_path):
    """A desk for one test that changes what others read."""
    made = open_desk(tmp_path)
    yield made
    close_desk(made)
