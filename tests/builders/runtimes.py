"""A runtime around the toy capability, for what asks for one."""

from hub.blobs import open_store
from hub.directory import Directory
from hub.runtime import Runtime
from hub.settings import Settings
from tests.builders.engine import LINES, TOY, ToyHub


def toy_facts(connection, dossier_id):
    """The lines of a page are its facts."""
    rows = connection.execute(LINES.table.select().where(LINES.table.c.dossier_id == dossier_id).order_by("place"))
    return {"lines": [row.text for row in rows]}


def settings_of(database_url, broker_url, folder, **more):
    return Settings(
        secret_key="k" * 32, database_url=database_url, broker_url=broker_url, blob_url=f"file://{folder}", **more
    )


def runtime_of(toy: ToyHub, folder, registry=TOY, **more) -> Runtime:
    """The runtime of a toy hub; it shares its database, clock and broker."""
    nowhere = "amqp://hub:hub@127.0.0.1:1/none"
    given = more.pop("broker_url", toy.broker_url if toy.database.is_sqlite else nowhere)
    broker = given if given.startswith("memory") is toy.database.is_sqlite else nowhere
    settings = settings_of(toy.database.url, broker, folder, **more)
    return Runtime(
        settings=settings,
        database=toy.database,
        clock=toy.clock,
        store=open_store(settings.blob_url),
        directory=Directory(toy.database),
        registry=registry,
        facts=toy_facts,
    )
