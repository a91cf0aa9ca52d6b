"""The roof: the one place, beside the command line, that looks into every room and puts the hub together."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from hub.blobs import open_store
from hub.clock import Clock, SystemClock
from hub.database import Database
from hub.directory import Directory
from hub.registry import Registry
from hub.runtime import Runtime
from hub.settings import Settings
from schemas.registry import COMMANDS

if TYPE_CHECKING:
    from portal_api.counter import Counter


def compose(settings: Settings, *, clock: Clock | None = None) -> Runtime:
    """The parts of one process, made from its settings; nothing is connected yet."""
    from handlers.dossiers.facts import facts_of  # noqa: PLC0415 - a room is looked into when it is needed
    from handlers.registry import HANDLERS, REACTIONS, join  # noqa: PLC0415

    database = Database(settings.database_url)
    return Runtime(
        settings=settings,
        database=database,
        clock=clock or SystemClock(settings.business_date),
        store=open_store(settings.blob_url),
        directory=Directory(database),
        registry=Registry(COMMANDS, HANDLERS, REACTIONS, join),
        facts=facts_of,
    )


@contextmanager
def open_counter(runtime: Runtime) -> Iterator["Counter"]:
    """The counter with what other rooms bring: accounts, the bytes of a message, the channel that takes messages in."""
    from adapters.channels.http import routes  # noqa: PLC0415 - see above
    from adapters.channels.ringer import Ringer  # noqa: PLC0415
    from adapters.channels.role import intake_of  # noqa: PLC0415
    from adapters.raw import original  # noqa: PLC0415
    from handlers.offices import accounts  # noqa: PLC0415
    from portal_api.counter import Counter  # noqa: PLC0415
    from portal_api.who import sender_of  # noqa: PLC0415

    with closing(Ringer(runtime.open_bus)) as ringer:
        yield Counter(
            runtime=runtime,
            accounts=accounts,
            original=lambda connection, message: original(connection, runtime.store, message),
            routers=(routes(runtime, intake_of(runtime), sender_of, ringer.ring),),
        )
