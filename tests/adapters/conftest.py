"""A hub with real handlers and each channel in before it."""

import pytest

from tests.builders.channels import AmqpPartner, HttpPartner, Operator
from tests.builders.hub import WholeHub, fresh_memory


@pytest.fixture
def hub(tmp_path):
    made = WholeHub(f"sqlite:///{tmp_path}/hub.db", fresh_memory(), tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def broker(rabbit_server):
    """The private broker, whose user `hub` may speak for any node: one connection plays every partner."""
    rabbit_server.control("set_user_tags", "hub", "administrator", "impersonator")
    return rabbit_server


@pytest.fixture(scope="module")
def busy_hub(tmp_path_factory):
    """One hub for all tests of a module; each uses exchanges of its own."""
    folder = tmp_path_factory.mktemp("hub")
    made = WholeHub(f"sqlite:///{folder}/hub.db", fresh_memory(), folder)
    yield made
    made.close()


@pytest.fixture(scope="module", params=["amqp", "http", "ingest"])
def channel(request, busy_hub, tmp_path_factory):
    """Each channel before the one hub of the module."""
    if request.param == "amqp":
        broker = request.getfixturevalue("broker")
        made = AmqpPartner(busy_hub, broker.url(broker.new_vhost()))
    elif request.param == "http":
        made = HttpPartner(busy_hub)
    else:
        made = Operator(busy_hub, tmp_path_factory.mktemp("folder"))
    yield made
    made.close()


@pytest.fixture
def partner(hub, broker):
    """Partners over AMQP before a hub of the test's own."""
    made = AmqpPartner(hub, broker.url(broker.new_vhost()))
    yield made
    made.close()
