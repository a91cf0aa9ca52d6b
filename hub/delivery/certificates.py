"""Until when the certificate holds with which messages go to a partner."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.records import PARTNERS


@dataclass(frozen=True, slots=True)
class WayOut:
    """How a partner is reached; an empty `channel` is no way at all.

    `certificate`: one goes along; `until` is absent when it cannot be read here.
    """

    channel: str = ""
    certificate: bool = False
    until: datetime | None = None


def way_out_to(connection: Connection, node: str) -> WayOut:
    """The way to a node, with its certificate."""
    found = statements.select(connection, PARTNERS, "node", [node])
    if not found:
        return WayOut()
    file = str(found[0].options.get("certificate_file") or "")
    return WayOut(found[0].channel, bool(file), expires_at(file) if file else None)


def expires_at(file: str) -> datetime | None:
    """The end of the first certificate of a PEM file; `None` for a file that cannot be read or has none."""
    try:
        with open(file, "rb") as held:  # noqa: PTH123 - a path of the settings
            return x509.load_pem_x509_certificate(held.read()).not_valid_after_utc
    except (OSError, ValueError):
        return None
