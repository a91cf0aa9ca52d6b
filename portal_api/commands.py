"""The counter as a role of its own."""

import typer

app = typer.Typer()
