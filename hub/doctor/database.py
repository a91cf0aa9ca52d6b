"""The database: does it answer, and does it have every migration."""

from sqlalchemy.engine import make_url

from hub.doctor.finding import Finding
from hub.runtime import Runtime
from hub.schema import missing
from schemas.errors import Busy


def database_finding(runtime: Runtime) -> Finding:
    url = make_url(runtime.settings.database_url)
    place = f"{url.host}:{url.port or 5432}/{url.database}" if url.host else str(url.database)
    try:
        with runtime.database.reading() as connection:
            version = connection.exec_driver_sql(
                "SELECT sqlite_version()" if runtime.database.is_sqlite else "SHOW server_version"
            ).scalar_one()
    except Busy as busy:
        mend = f"pg_isready -h {url.host} -p {url.port or 5432}" if url.host else "make its folder writable"
        return Finding(
            "database", "wrong", f"The database at {place} does not answer ({busy.why}); the hub waits.", mend
        )
    name = "SQLite" if runtime.database.is_sqlite else "PostgreSQL"
    return Finding("database", "ok", f"{name} {version} answers at {place}.")


def schema_finding(runtime: Runtime) -> Finding:
    try:
        behind = missing(runtime.database)
    except Busy as busy:
        return Finding("schema", "wrong", f"The migrations cannot be read: {busy}.", "hub doctor, once it answers")
    if behind:
        sentence = f"{len(behind)} migrations are missing, from {behind[0]} on; nothing can be stored before they ran."
        return Finding("schema", "wrong", sentence, "hub db upgrade")
    return Finding("schema", "ok", "Every migration has run.")
