"""The role `hub intake`: the AMQP channel with its ringer and its child, until it is asked to stop."""

from collections.abc import Callable
from contextlib import closing

from adapters.channels.amqp import AmqpIntake
from adapters.channels.ringer import Ringer
from adapters.channels.trial import ChildTrial, Trial
from adapters.hdn.schemas import SchemaSet
from adapters.intake import Intake
from hub.runtime import Runtime
from schemas.errors import SettingsError


def intake_of(runtime: Runtime) -> Intake:
    """The intake of this process, as every channel uses it."""
    return Intake(
        runtime.database,
        runtime.directory,
        runtime.store,
        environment=runtime.settings.environment,
        largest_file=runtime.settings.max_file_bytes,
        schemas=SchemaSet(runtime.settings.schema_folder) if runtime.settings.schema_folder else None,
    )


def receive(runtime: Runtime, stop: Callable[[], bool], *, trial: Trial | None = None) -> None:
    """Takes messages from `hub.intake` until `stop`.

    Raises `SettingsError` when there is no RabbitMQ to take them from.
    """
    settings = runtime.settings
    if settings.is_embedded:
        raise SettingsError(
            "HUB_BROKER_URL: memory: has no queue that partners reach; `hub intake` needs amqp: or amqps:."
        )
    with closing(ChildTrial()) as child, closing(Ringer(runtime.open_bus)) as ringer:
        channel = AmqpIntake(
            settings.broker_url, intake_of(runtime), runtime.clock, ring=ringer.ring, trial=trial or child
        )
        channel.run(stop)
