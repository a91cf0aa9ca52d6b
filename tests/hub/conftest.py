import pytest

from tests.builders.engine import ToyHub


@pytest.fixture(params=["sqlite", "postgres"])
def toy(request, tmp_path):
    """A hub around the toy capability, on each database."""
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    hub = ToyHub(url)
    yield hub
    hub.close()
