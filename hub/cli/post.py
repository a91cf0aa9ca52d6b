"""`hub post`: the role that sends e-mail and SMS; `hub bounce`: the reader of mail that came back."""

from pathlib import Path
from typing import Annotated

import typer

from hub.console import Console, answer, runtime, until_stopped

app = typer.Typer()


@app.command()
def post(context: typer.Context) -> None:
    """Hands e-mail and SMS to their providers, until it is stopped."""
    from hub.exposure import Exposure
    from hub.readiness import wait_until_ready
    from hub.roof import post_of

    console: Console = context.obj
    hub, stop = console.signing_runtime, until_stopped()
    shown = Exposure(hub.settings.http_host, hub.settings.metrics_port)
    if wait_until_ready(hub, "post", stop):
        post_of(hub).run(stop)
    shown.close()


@app.command()
def bounce(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files or folders; - reads one from a pipe.")],
    as_json: Annotated[bool, typer.Option("--json", help="What each was, as JSON.")] = False,  # noqa: FBT002
) -> None:
    """Reads mail that came back: reports (DSN) as files, as a folder of them such as a Maildir, or from a pipe."""
    from handlers.notifications import due
    from hub.post.bounces import read_returned

    read = [read_returned(runtime(context), due, name, body) for name, body in _bodies(paths)]
    answer(read, as_json=as_json, text=lambda: "\n".join(f"{each['file']}: {each['said']}" for each in read))


def _bodies(paths: list[str]) -> list[tuple[str, bytes]]:
    if paths == ["-"]:
        return [("-", typer.get_binary_stream("stdin").read())]
    found = [each for path in paths for each in _files(Path(path))]
    return [(each.name, each.read_bytes()) for each in found]


def _files(path: Path) -> list[Path]:
    """The files of a folder, in name order; of a Maildir those in `new` and `cur`."""
    if not path.is_dir():
        return [path]
    places = [path / name for name in ("new", "cur") if (path / name).is_dir()] or [path]
    return [each for place in places for each in sorted(place.iterdir()) if each.is_file()]
