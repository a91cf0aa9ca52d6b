"""The ways out by the name of their channel: what a row may say, and the channel that it opens."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from adapters.channels.out.amqp import AmqpChannel, AmqpLine
from adapters.channels.out.folder import FolderChannel
from adapters.channels.out.https import HttpsChannel
from adapters.channels.out.network import check_url
from adapters.channels.out.options import check_names, https_options, path_of
from hub.delivery import steps
from hub.delivery.channel import Channel
from hub.delivery.partners import AMQP, CHANNELS, FOLDER, HTTPS
from hub.records import Partner
from hub.settings import Settings
from schemas.errors import Refused

IN_FOLDER = "in_folder"
"""The option of any channel: the folder that the partner lays its own messages in."""


class Ways:
    """Opens the channels of one process; partners over AMQP share one connection."""

    def __init__(self, settings: Settings, reached: steps.Reached = steps.unwatched) -> None:
        self._settings = settings
        self._reached = reached
        self._line: AmqpLine | None = None

    def open(self, partner: Partner) -> Channel:
        """The channel that the row of a partner names; raises `Refused` when the row does not fit this hub."""
        check_way(partner.channel, partner.address, partner.options, is_embedded=self._settings.is_embedded)
        opened: Mapping[str, Callable[[Partner], Channel]] = {
            AMQP: self._amqp,
            FOLDER: self._folder,
            HTTPS: self._https,
        }
        return opened[partner.channel](partner)

    def close(self) -> None:
        if self._line:
            self._line.close()

    def _amqp(self, partner: Partner) -> Channel:
        self._line = self._line or AmqpLine(self._settings.broker_url)
        return AmqpChannel(self._line, partner.node, self._reached)

    def _folder(self, partner: Partner) -> Channel:
        return FolderChannel(Path(partner.address), self._reached)

    def _https(self, partner: Partner) -> Channel:
        allows_private = self._settings.delivery_private_addresses
        options = https_options(partner.options)
        return HttpsChannel(partner.address, options, allows_private=allows_private, reached=self._reached)


def check_way(channel: str, address: str, options: Mapping[str, Any], *, is_embedded: bool) -> None:
    """Raises `Refused` with the first thing about a way that does not fit."""
    if channel not in CHANNELS:
        raise Refused("request-invalid", path="channel", came=channel, expected=", ".join(CHANNELS))
    if IN_FOLDER in options:
        path_of(IN_FOLDER, options[IN_FOLDER])
    if channel == HTTPS:
        check_url(address)
        https_options(options)
        return
    check_names(options, (IN_FOLDER,))
    if channel == FOLDER:
        path_of("address", address)
    elif is_embedded:
        raise Refused("request-invalid", path="channel", came=channel, expected="RabbitMQ in HUB_BROKER_URL")
    elif address:
        raise Refused("request-invalid", path="address", came=address, expected="niets / nothing: hub.out.NNNNNN")
