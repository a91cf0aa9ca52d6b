"""`hub bench`: measured rates as JSON, on private servers that it starts and removes."""

import sys
from typing import Annotated

import orjson
import typer

app = typer.Typer()


@app.command()
def bench(
    runs: Annotated[
        list[str] | None, typer.Argument(help="throughput, latency, memory, embedded; all by default")
    ] = None,
    messages: Annotated[int, typer.Option(help="messages of the throughput run")] = 50_000,
) -> None:
    """Measures the hub on this machine: rates, latency, CPU, memory. Needs RabbitMQ and PostgreSQL binaries."""
    from adapters.bench.runs import RUNS, throughput

    wanted = runs or list(RUNS)
    measured = {name: throughput(messages) if name == "throughput" else RUNS[name]() for name in wanted}
    sys.stdout.write(orjson.dumps(measured, option=orjson.OPT_INDENT_2).decode() + "\n")
