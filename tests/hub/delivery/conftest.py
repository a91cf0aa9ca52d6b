import pytest

from tests.builders.delivery import Post


@pytest.fixture(params=["sqlite", "postgres"])
def post(request, tmp_path):
    """Partners and a deliverer, on each database."""
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Post(url)
    yield made
    made.close()
