"""`hub papers`: the role that scans the files of people and makes documents of them."""

import typer

from hub.console import Console, until_stopped

app = typer.Typer()


@app.command()
def papers(context: typer.Context) -> None:
    """Scans the files that people hand in, and makes the documents that go to lenders, until it is stopped."""
    from hub.exposure import Exposure
    from hub.readiness import wait_until_ready
    from hub.roof import papers_of

    console: Console = context.obj
    hub, stop = console.runtime, until_stopped()
    shown = Exposure(hub.settings.http_host, hub.settings.metrics_port)
    if wait_until_ready(hub, "papers", stop):
        papers_of(hub).run(stop)
    shown.close()
