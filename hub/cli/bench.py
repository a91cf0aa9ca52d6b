"""`hub bench`: measured rates as JSON, on private servers that it starts and removes."""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import orjson
import typer

from hub.console import Console

app = typer.Typer()


@app.command()
def bench(
    context: typer.Context,
    runs: Annotated[
        list[str] | None,
        typer.Argument(help="steps, throughput, both, latency, memory, embedded, delivery, pages; all if none"),
    ] = None,
    messages: Annotated[int, typer.Option(help="Messages in, of the runs throughput and both.")] = 50_000,
    out: Annotated[int, typer.Option(help="Messages out a second, of the run both.")] = 200,
    dossiers: Annotated[int, typer.Option(help="Dossiers of the run pages.")] = 100_000,
    memory_messages: Annotated[int, typer.Option(help="Messages of the memory run.")] = 100_000,
) -> None:
    """Measures the hub on this machine: rates, latency, CPU, memory. Needs RabbitMQ and PostgreSQL binaries."""
    from adapters.bench import runs as measured
    from adapters.bench.both import both
    from adapters.bench.delivery import delivery
    from adapters.bench.steps import steps
    from hub.cli.measured.embedded import embedded
    from hub.cli.measured.pages import pages

    console: Console = context.obj
    known: dict[str, Callable[[], dict[str, Any]]] = {
        "steps": steps,
        "throughput": lambda: measured.throughput(messages),
        "both": lambda: both(messages, out),
        "latency": lambda: measured.latency(200, 30),
        "memory": lambda: measured.memory(memory_messages),
        "embedded": lambda: embedded(console),
        "delivery": delivery,
        "pages": lambda: pages(dossiers, 50, 30),
    }
    wanted = runs or list(known)
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)} is not measured; choose from {', '.join(known)}")
    answers = {}
    for name in wanted:
        answers[name] = known[name]()
        typer.echo(f"{name}: {orjson.dumps(answers[name]).decode()}", err=True)
    sys.stdout.write(orjson.dumps(answers, option=orjson.OPT_INDENT_2).decode() + "\n")
