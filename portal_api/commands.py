"""The commands of the counter: `hub serve`."""

import typer

from hub.console import Console, until_stopped

app = typer.Typer()


@app.command()
def serve(context: typer.Context) -> None:
    """Serves the API and the pages until it is stopped; without a database it answers 503 and waits."""
    from hub.exposure import Exposure
    from portal_api.serving import serve as serve_until

    console: Console = context.obj
    settings = console.signing_runtime.settings
    shown = Exposure(settings.http_host, settings.metrics_port)
    with console.counter() as counter:
        serve_until(counter, until_stopped())
    shown.close()
