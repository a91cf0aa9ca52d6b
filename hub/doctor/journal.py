"""What the journal says: what is old, what a dead worker left, what is parked, and whether the ledger balances."""

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.doctor.finding import Finding, Level
from hub.gauges import oldest_in_flight
from hub.ledger import balance, snapshot
from hub.liveness import lives
from hub.parked import parked_units
from hub.records import BATCHES
from hub.runtime import Runtime

_OLD_S = 60.0
_TOO_OLD_S = 900.0
_SHOWN = 5


def journal_findings(runtime: Runtime) -> list[Finding]:
    """Raises `Busy` when the database goes away meanwhile."""
    with runtime.database.reading() as connection:
        found = [_in_flight(runtime, connection), _batches(connection), _parked(connection)]
    with snapshot(runtime.database) as connection:
        return [*found, _ledger(connection)]


def _in_flight(runtime: Runtime, connection: Connection) -> Finding:
    since = oldest_in_flight(connection)
    age = (runtime.clock.now() - since).total_seconds() if since else 0.0
    if age < _OLD_S:
        said, dutch = (
            "No message waits for a worker for longer than a minute.",
            "Geen bericht wacht langer dan een minuut.",
        )
        return Finding("in flight", "ok", said, nl=dutch)
    sentence = f"The oldest message in flight waits for {age:.0f} seconds; is a worker running, and the relay?"
    dutch = f"Het oudste bericht wacht {age:.0f} seconden op een werker; draaien een werker en de relay?"
    level: Level = "wrong" if age >= _TOO_OLD_S else "warning"
    return Finding("in flight", level, sentence, "hub work & hub relay", nl=dutch)


def _batches(connection: Connection) -> Finding:
    names = ", ".join(f'"{name}"' for name in BATCHES.columns)
    rows = connection.exec_driver_sql(f"SELECT {names} FROM batches").fetchall()  # noqa: S608 - our own names
    left = [
        each for each in statements.values_of(connection.dialect, BATCHES, rows) if not lives(connection, each.worker)
    ]
    if not left:
        return Finding(
            "batches", "ok", "No dead worker left a batch behind.", nl="Geen gestopte werker liet werk liggen."
        )
    units = sum(len(batch.units) for batch in left)
    sentence = f"Dead workers left {len(left)} batches with {units} lanes; a worker that starts runs them one by one."
    dutch = f"Gestopte werkers lieten {len(left)} stapels met {units} banen liggen; een nieuwe doet ze één voor één."
    return Finding("batches", "warning", sentence, "hub work", nl=dutch)


def _parked(connection: Connection) -> Finding:
    parked = parked_units(connection)
    if not parked:
        return Finding("parked", "ok", "Nothing is parked.", nl="Er staat niets geparkeerd.")
    said = f"{len(parked)} messages are parked and block their lanes."
    dutch = f"Geparkeerde berichten, die elk hun eigen uitwisseling ophouden: {len(parked)}."
    return Finding("parked", "warning", said, "hub parked list", nl=dutch)


def _ledger(connection: Connection) -> Finding:
    found = balance(connection)
    total = sum(found.accounts.values())
    if found.is_balanced:
        dutch = f"Het grootboek verantwoordt alle {total} berichten."
        return Finding("ledger", "ok", f"The ledger accounts for all {total} messages.", nl=dutch)
    ids = ", ".join(each.id for each in found.imbalances[:_SHOWN])
    sentence = f"The ledger cannot account for {len(found.imbalances)} rows: {ids}."
    dutch = f"Het grootboek kan {len(found.imbalances)} regels niet verantwoorden: {ids}."
    return Finding("ledger", "wrong", sentence, "hub ledger --json", nl=dutch)
