"""The schema of the database: Alembic's migrations, run from here, and what is missing."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from hub.database import Database

_FOLDER = Path(__file__).with_name("migrations")


def upgrade(database: Database, revision: str = "head") -> None:
    """Brings the database to `revision`; does nothing when it is there already."""
    with database.transaction() as connection:
        settings = _config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def missing(database: Database) -> list[str]:
    """The migrations that the database has not had, oldest first."""
    script = ScriptDirectory.from_config(_config())
    with database.reading() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    behind = [step.revision for step in script.iterate_revisions("head", current or "base")]
    return list(reversed(behind))


def _config() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER))
    return settings
