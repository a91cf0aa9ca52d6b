import pytest

from hub.bus import open_bus
from hub.bus.memory import MemoryBus
from hub.bus.rabbit import RabbitBus
from schemas.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "kind"),
    [("memory://", MemoryBus), ("amqp://a:b@127.0.0.1:1/v", RabbitBus), ("amqps://a:b@127.0.0.1:1/v", RabbitBus)],
)
def test_the_scheme_of_the_url_picks_the_bus_and_nothing_connects_yet(url, kind):
    assert isinstance(open_bus(url), kind)


def test_a_scheme_that_is_no_bus_is_a_mistake_in_the_settings():
    with pytest.raises(SettingsError, match="redis"):
        open_bus("redis://127.0.0.1")
