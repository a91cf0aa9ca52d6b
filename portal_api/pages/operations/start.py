"""What needs doing first: each with a count and the way to it; else that all is well and since when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from handlers.applications.views import unlinked_count_for
from handlers.documents.views.scanning import FilesWaiting, files_waiting_for
from hub.clock import AMSTERDAM
from hub.delivery.views import PartnerView, partners_for
from hub.doctor import Finding
from hub.gauges import oldest_outgoing
from hub.parked import Group, groups
from hub.standing import Tally, calm_since, refused_since, waiting
from portal_api.examining import Examining
from portal_api.pages.operations.frame import framed
from portal_api.who import Asking, OperatorReader
from schemas.errors import HubError

_PATIENCE_S = 0.2
_LATE = ("in flight", "warning")
"""The one warning that asks for somebody at once: a message that no worker takes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that may need somebody; `queued` only when something waits too long."""

    parked: list[Group]
    refused: list[Tally]
    waiting: list[Tally]
    partners: list[PartnerView]
    queued: datetime | None
    scanner: FilesWaiting
    unlinked: int
    calm_since: datetime | None

    @property
    def is_calm(self) -> bool:
        needs = (self.parked, self.refused, self.waiting, self.partners, self.queued, self.unlinked)
        return not any(needs) and not self.scanner.count


def routes(examining: Examining) -> APIRouter:
    router = APIRouter(prefix="/operations", include_in_schema=False)
    router.get("")(_overview(examining))
    return router


def _overview(examining: Examining) -> Callable[..., Response]:
    def overview(asking: OperatorReader, request: Request) -> Response:
        with asking.reading() as connection:
            standing = standing_for(asking, connection)
        facts = {"standing": standing, "wrong": _wrong(examining), "today": _midnight(asking).date().isoformat()}
        return framed(asking, request, "start", "start.html", facts)

    return overview


def standing_for(asking: Asking, connection: Connection) -> Standing:
    """What needs somebody now; refusals are those of today on the clock of the Netherlands."""
    runtime = asking.counter.runtime
    now = runtime.clock.now()
    queued = oldest_outgoing(connection)
    old = timedelta(seconds=runtime.settings.delivery_old_after_s)
    return Standing(
        parked=groups(connection),
        refused=refused_since(connection, _midnight(asking)),
        waiting=waiting(connection),
        partners=[each for each in partners_for(asking.viewer, connection, now) if needs_somebody(each)],
        queued=queued if queued and now - queued >= old else None,
        scanner=files_waiting_for(asking.viewer, connection),
        unlinked=unlinked_count_for(asking.viewer, connection),
        calm_since=calm_since(connection),
    )


def needs_somebody(partner: PartnerView) -> bool:
    """Paused, failing, or without a way although something waits."""
    is_paused = bool(partner.out_paused_at or partner.in_paused_at)
    return is_paused or partner.breaker != "closed" or (not partner.channel and partner.queued > 0)


def _wrong(examining: Examining) -> list[Finding] | None:
    """What the doctor found wrong or late, or `None` while it is still looking; the page does not wait for it."""
    try:
        known = examining.findings.get(_PATIENCE_S)
    except HubError:
        return None
    return (
        [each for each in known.value if each.level == "wrong" or (each.part, each.level) == _LATE] if known else None
    )


def _midnight(asking: Asking) -> datetime:
    today = asking.counter.runtime.clock.now().astimezone(AMSTERDAM).date()
    return datetime.combine(today, time.min, AMSTERDAM)
