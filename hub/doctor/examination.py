"""The order of the checks: what a later one needs is tried by an earlier one."""

from hub.doctor.broker import broker_findings
from hub.doctor.database import database_finding, schema_finding
from hub.doctor.delivery import delivery_findings
from hub.doctor.finding import Finding
from hub.doctor.journal import journal_findings
from hub.doctor.post import post_findings
from hub.doctor.scanner import scanner_finding
from hub.doctor.surroundings import clock_finding, store_finding
from hub.runtime import Runtime
from hub.settings import load
from schemas.errors import Busy, SettingsError


def examine(runtime: Runtime) -> list[Finding]:
    """Tries database, schema, broker, files, scanner and clock, then looks at what the journal says; raises nothing."""
    found = [database_finding(runtime)]
    if found[0].level == "ok":
        found.append(schema_finding(runtime))
    has_tables = len(found) > 1 and found[1].level == "ok"
    found += broker_findings(runtime.settings.broker_url)
    found += [store_finding(runtime), scanner_finding(runtime.settings), *post_findings(runtime.settings)]
    found += [clock_finding(runtime)]
    if has_tables:
        found += _journal(runtime)
    return found


def settings_finding() -> Finding:
    """The settings as `hub serve` needs them, secret key and all."""
    try:
        settings = load()
    except SettingsError as error:
        mend, mend_nl = "set the variables named above", "zet de genoemde variabelen"
        more, more_nl = "docs/settings.md explains each", "docs/settings.md legt elk uit"
        dutch = f"De instellingen kloppen niet: {error}"
        return Finding("settings", "wrong", str(error), f"{mend}; {more}", nl=dutch, mend_nl=f"{mend_nl}; {more_nl}")
    kind = "embedded, one process" if settings.is_embedded else "PostgreSQL and RabbitMQ"
    dutch = f"De instellingen kloppen: {_DUTCH.get(kind, kind)}, omgeving {settings.environment}."
    return Finding("settings", "ok", f"The settings fit: {kind}, environment {settings.environment}.", nl=dutch)


_DUTCH = {"embedded, one process": "ingebouwd, één proces", "PostgreSQL and RabbitMQ": "PostgreSQL en RabbitMQ"}


def _journal(runtime: Runtime) -> list[Finding]:
    try:
        others = [finding for check in runtime.checks for finding in check(runtime)]
        return [*journal_findings(runtime), *delivery_findings(runtime), *others]
    except Busy as busy:
        said, dutch = f"The journal cannot be read: {busy}.", f"Het journaal is niet te lezen: {busy}."
        mend, mend_nl = "hub doctor, once it answers", "hub doctor, zodra hij antwoordt"
        return [Finding("journal", "wrong", said, mend, nl=dutch, mend_nl=mend_nl)]
