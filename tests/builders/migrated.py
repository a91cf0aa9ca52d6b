"""Databases with every migration, copied from one that was migrated once in this process."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import inspect, make_url

from hub.database import Database
from hub.schema import upgrade

TEMPLATE = "migrated"


def migrate(database):
    """Every migration on this database; a SQLite file that is not there yet is written as a whole."""
    path = Path(make_url(database.url).database)
    if database.is_sqlite and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_file())
    elif not inspect(database.engine).has_table("alembic_version"):
        upgrade(database)


def migrated_url(server):
    """The URL of a database of its own on this server, with every migration and nothing else."""
    if server.query(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'").strip() != "1":
        server.query(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE template0')
        made = Database(server.url(TEMPLATE))
        upgrade(made)
        made.close()
    return server.new_database(TEMPLATE)


@cache
def _file():
    with TemporaryDirectory() as folder:
        made = Database(f"sqlite:///{folder}/hub.db")
        upgrade(made)
        made.close()
        return Path(folder, "hub.db").read_bytes()
