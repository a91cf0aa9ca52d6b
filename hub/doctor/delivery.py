"""What goes out: who has no way, who fails, who is paused for long, and what stands still."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from hub.delivery.views import PartnerView, partners_for
from hub.doctor.finding import Finding
from hub.outgoing import QUEUED
from hub.records import OUTGOING, PARTNERS
from hub.runtime import Runtime
from schemas.viewer import Viewer

_PART = "delivery"
_LONG = timedelta(days=1)


def delivery_findings(runtime: Runtime) -> list[Finding]:
    """One finding per partner that needs somebody, or that all is well; raises `Busy` when the database goes away."""
    viewer = Viewer(None, is_operator=True, actor="user:shell", environment=runtime.settings.environment)
    now = runtime.clock.now()
    with runtime.database.reading() as connection:
        found = [*_without_a_way(connection)]
        for partner in partners_for(viewer, connection, now):
            found += _of(partner, now, timedelta(seconds=runtime.settings.delivery_old_after_s))
    said = "Everything that goes out goes; no partner fails or is paused for long."
    return found or [Finding(_PART, "ok", said, nl="Alles gaat de deur uit; geen partner faalt of staat lang stil.")]


def _without_a_way(connection: Connection) -> Iterator[Finding]:
    outgoing, partners = OUTGOING.table, PARTNERS.table
    query = (
        select(outgoing.c.receiver, func.count())
        .select_from(outgoing.outerjoin(partners, partners.c.node == outgoing.c.receiver))
        .where(outgoing.c.state == QUEUED, func.coalesce(partners.c.channel, "") == "")
        .group_by(outgoing.c.receiver)
        .order_by(outgoing.c.receiver)
    )
    for node, count in connection.execute(query):
        sentence = f"Messages that wait for node {node}, which has no way out: {count}."
        dutch = f"Berichten die wachten op node {node}, waar geen weg heen is: {count}."
        yield Finding(_PART, "warning", sentence, f"hub partners route {node} --channel …", nl=dutch)


def _of(partner: PartnerView, now: datetime, old: timedelta) -> Iterator[Finding]:
    for direction, since, by, reason in (
        ("out", partner.out_paused_at, partner.out_paused_by, partner.out_reason),
        ("in", partner.in_paused_at, partner.in_paused_by, partner.in_reason),
    ):
        if since and now - since >= _LONG:
            said = f"Node {partner.node} is paused ({direction}) since {since:%Y-%m-%d %H:%M} by {by}: {reason}"
            mend = f"hub partners resume {partner.node} --direction {direction} --reason …"
            way = "uit" if direction == "out" else "in"
            dutch = f"Node {partner.node} staat stil ({way}) sinds {since:%Y-%m-%d %H:%M} door {by}: {reason}"
            yield Finding(_PART, "warning", said, mend, nl=dutch)
    if partner.breaker != "closed":
        said = f"Node {partner.node} failed {partner.failures} times in a row; one message at a time is tried."
        dutch = f"Node {partner.node} faalde {partner.failures} keer achter elkaar; er gaat er één tegelijk."
        yield Finding(_PART, "warning", said, _waiting(partner), nl=dutch)
    since = partner.oldest_queued_at
    if partner.channel and since and not partner.out_paused_at and now - since >= old:
        said = f"The oldest of {partner.queued} messages for node {partner.node} waits since {since:%Y-%m-%d %H:%M}."
        dutch = (
            f"Het oudste van {partner.queued} berichten voor node {partner.node} wacht sinds {since:%Y-%m-%d %H:%M}."
        )
        yield Finding(_PART, "warning", said, _waiting(partner), nl=dutch)


def _waiting(partner: PartnerView) -> str:
    return f"hub outgoing list --receiver {partner.node} --state queued"
