"""The file store and the clock."""

from datetime import datetime
from urllib.parse import urlsplit

from hub.doctor.finding import Finding
from hub.runtime import Runtime
from schemas.errors import Busy

_LARGEST_DRIFT_S = 2.0


def store_finding(runtime: Runtime) -> Finding:
    scheme = urlsplit(runtime.settings.blob_url).scheme
    try:
        kind = runtime.store.check()
    except Busy as busy:
        mend = "make the folder of HUB_BLOB_URL writable" if scheme == "file" else "check bucket and credentials"
        sentence = f"The file store does not answer ({busy.why}); messages with large files are not accepted."
        dutch = f"De opslag van bestanden antwoordt niet ({busy.why}); berichten met grote bestanden komen niet binnen."
        mend_nl = "maak de map van HUB_BLOB_URL schrijfbaar" if scheme == "file" else "controleer bucket en toegang"
        return Finding("files", "wrong", sentence, mend, nl=dutch, mend_nl=mend_nl)
    return Finding(
        "files", "ok", f"The file store answers ({kind}).", nl=f"De opslag van bestanden antwoordt ({kind})."
    )


def clock_finding(runtime: Runtime) -> Finding:
    """The machine's clock against the database's, and the date that is calculated with."""
    now, business_date = runtime.clock.now(), runtime.clock.business_date()
    said = f"The time is {now:%Y-%m-%d %H:%M:%S} UTC; the business date is {business_date}."
    dutch = f"Het is {now:%Y-%m-%d %H:%M:%S} UTC; de rekendatum is {business_date}."
    drift = _drift(runtime)
    if drift > _LARGEST_DRIFT_S:
        sentence = f"{said} The database's clock differs by {drift:.0f} seconds."
        dutch = f"{dutch} De klok van de database wijkt {drift:.0f} seconden af."
        return Finding("clock", "warning", sentence, "timedatectl set-ntp true", nl=dutch)
    if runtime.settings.business_date and not runtime.settings.demo:
        said, dutch = f"{said} It is fixed by HUB_BUSINESS_DATE.", f"{dutch} Die staat vast door HUB_BUSINESS_DATE."
        return Finding("clock", "warning", said, "unset HUB_BUSINESS_DATE", nl=dutch)
    return Finding("clock", "ok", said, nl=dutch)


def _drift(runtime: Runtime) -> float:
    if runtime.database.is_sqlite:
        return 0.0
    try:
        with runtime.database.reading() as connection:
            there: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    except Busy:
        return 0.0
    return abs((there - runtime.clock.now()).total_seconds())
