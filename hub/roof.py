"""The roof: the one place, beside the command line, that looks into every room and puts the hub together."""

from hub.blobs import open_store
from hub.clock import Clock, SystemClock
from hub.database import Database
from hub.directory import Directory
from hub.registry import Registry
from hub.runtime import Runtime
from hub.settings import Settings
from schemas.registry import COMMANDS


def compose(settings: Settings, *, clock: Clock | None = None) -> Runtime:
    """The parts of one process, made from its settings; nothing is connected yet."""
    from handlers.dossiers.facts import facts_of  # noqa: PLC0415 - a room is looked into when it is needed
    from handlers.registry import HANDLERS, REACTIONS  # noqa: PLC0415

    database = Database(settings.database_url)
    return Runtime(
        settings=settings,
        database=database,
        clock=clock or SystemClock(settings.business_date),
        store=open_store(settings.blob_url),
        directory=Directory(database),
        registry=Registry(COMMANDS, HANDLERS, REACTIONS),
        facts=facts_of,
    )
