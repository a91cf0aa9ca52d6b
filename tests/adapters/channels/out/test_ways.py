"""What the row of a partner may say about its way, and the channel that it opens."""

import pytest

from adapters.channels.out.amqp import AmqpChannel
from adapters.channels.out.folder import FolderChannel
from adapters.channels.out.https import HttpsChannel
from adapters.channels.out.ways import Ways, check_way
from hub.records import Partner
from schemas.errors import Refused
from tests.builders.engine import START
from tests.builders.runtimes import settings_of


def partner(channel, address="", **options):
    return Partner("600001", channel, address, options, None, START)


def settings(folder, *, embedded=False):
    urls = ("sqlite:///x.db", "memory://x") if embedded else ("postgresql://hub@db/hub", "amqp://hub:hub@mq/hub")
    return settings_of(*urls, folder)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (partner("amqp"), AmqpChannel),
        (partner("folder", "/srv/out", in_folder="/srv/in"), FolderChannel),
        (partner("https", "https://lender.example/in", parallel=2), HttpsChannel),
    ],
    ids=["amqp", "folder", "https"],
)
def test_each_channel_opens(tmp_path, row, kind):
    ways = Ways(settings(tmp_path))
    channel = ways.open(row)
    assert isinstance(channel, kind)
    channel.close()
    ways.close()


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (partner("fax", "030"), "channel"),
        (partner("", ""), "channel"),
        (partner("amqp", "hub.intake"), "address"),
        (partner("amqp", "", key_file="/x"), "options"),
        (partner("folder", "relative/out"), "address"),
        (partner("folder", ""), "address"),
        (partner("folder", "/srv/out", in_folder="in"), "in_folder"),
        (partner("https", "http://lender.example"), "address"),
        (partner("https", "https://lender.example", key="hub_secret"), "options"),
    ],
)
def test_a_way_that_does_not_fit_is_refused_by_what_is_wrong(tmp_path, row, path):
    with pytest.raises(Refused) as caught:
        Ways(settings(tmp_path)).open(row)
    assert caught.value.path == path


def test_an_embedded_hub_has_no_broker_for_a_partner(tmp_path):
    with pytest.raises(Refused) as caught:
        Ways(settings(tmp_path, embedded=True)).open(partner("amqp"))
    assert caught.value.expected == "RabbitMQ in HUB_BROKER_URL"


def test_a_secret_in_clear_is_refused():
    with pytest.raises(Refused):
        check_way("https", "https://lender.example", {"token": "hub_secret"}, is_embedded=False)
