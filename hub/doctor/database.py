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
        said = f"The database at {place} does not answer ({busy.why}); the hub waits."
        dutch = f"De database op {place} antwoordt niet ({busy.why}); de hub wacht."
        return Finding("database", "wrong", said, mend, nl=dutch, mend_nl="" if url.host else "maak de map schrijfbaar")
    name = "SQLite" if runtime.database.is_sqlite else "PostgreSQL"
    said, dutch = f"{name} {version} answers at {place}.", f"{name} {version} antwoordt op {place}."
    return Finding("database", "ok", said, nl=dutch)


def schema_finding(runtime: Runtime) -> Finding:
    try:
        behind = missing(runtime.database)
    except Busy as busy:
        said, dutch = f"The migrations cannot be read: {busy}.", f"De migraties zijn niet te lezen: {busy}."
        mend, mend_nl = "hub doctor, once it answers", "hub doctor, zodra hij antwoordt"
        return Finding("schema", "wrong", said, mend, nl=dutch, mend_nl=mend_nl)
    if behind:
        sentence = f"{len(behind)} migrations are missing, from {behind[0]} on; nothing can be stored before they ran."
        dutch = f"Er ontbreken {len(behind)} migraties, vanaf {behind[0]}; eerder kan er niets worden bewaard."
        return Finding("schema", "wrong", sentence, "hub db upgrade", nl=dutch)
    return Finding("schema", "ok", "Every migration has run.", nl="Elke migratie is uitgevoerd.")
