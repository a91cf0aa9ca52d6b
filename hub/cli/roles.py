"""All roles as threads of one process."""

from collections.abc import Callable

from hub.exposure import Exposure
from hub.gauges import Gauges
from hub.logs import log
from hub.readiness import wait_until_ready
from hub.roles import Threads, relay, work
from hub.roof import open_counter, papers_of, post_of
from hub.runtime import Runtime

WORKERS = 2


def run_together(hub: Runtime, stop: Callable[[], bool]) -> None:
    """All roles as threads, intake with RabbitMQ only; the counter in this one, until `stop`."""
    from adapters.channels.out.role import deliver
    from adapters.channels.role import receive
    from portal_api.serving import serve

    shown = Exposure(hub.settings.http_host, hub.settings.metrics_port)
    threads = Threads()
    if wait_until_ready(hub, "up", stop):
        for n in range(1 if hub.settings.is_embedded else WORKERS):
            threads.start(f"work-{n}", lambda ended: work(hub, ended))
        threads.start(
            "relay", lambda ended: relay(hub, ended, [Gauges(hub.database, hub.clock, counts=hub.counts).tick])
        )
        threads.start("papers", papers_of(hub).run)
        threads.start("post", post_of(hub).run)
        threads.start("deliver", lambda ended: deliver(hub, ended))
        if not hub.settings.is_embedded:
            threads.start("intake", lambda ended: receive(hub, ended))
        with open_counter(hub) as counter:
            serve(counter, stop)
    log.info("stopping", role="up")
    threads.stop()
    shown.close()
